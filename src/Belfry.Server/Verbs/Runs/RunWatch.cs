using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>belfry run watch</c>, and the waiting of <c>--wait</c>.</summary>
internal static class RunWatch
{
    private static readonly string[] Final = ["succeeded", "failed", "dead", "cancelled", "skipped"];

    public static Verb Create(CommonFlags flags)
    {
        var id = RunIds.Argument();
        return new Verb("watch", "Waits for a run to end; exit 6 unless it succeeds.", (call, cancellation) => Await(call, call.Get(id), cancellation), id, flags.Timeout);
    }

    /// <summary>Shows progress on standard error until the run has ended, then the run.</summary>
    public static async Task<Exit> Await(Invocation call, string id, CancellationToken cancellation)
    {
        var progress = new ProgressLine(call.Terminal);
        var ended = await Waiting.Until(async () =>
        {
            var run = await call.Api.Get(Route.Run(id), cancellation);
            progress.Show(run.At("progress")?.GetDouble(), run.At("progressText").AsText() ?? run.At("state").AsText());
            return Final.Contains(run.At("state").AsText()) ? run : (JsonElement?)null;
        }, call.Timeout, call.Time, cancellation);
        progress.Clear();
        if (ended is not { } final)
        {
            throw new Failure(
                Exit.TimedOut,
                $"run {id} had not ended after the time given with --timeout.",
                "It goes on; only the waiting is over.",
                $"belfry run watch {id} waits again, belfry run cancel {id} ends it.");
        }

        string state = final.At("state").AsText()!;
        if (call.Report.IsTable)
        {
            call.Terminal.Out.WriteLine(Sentence(call.Terminal, final, state));
        }
        else
        {
            RunGet.Show(call, final);
        }

        return state == "succeeded" ? Exit.Done : Exit.RunFailed;
    }

    private static string Sentence(Terminal terminal, JsonElement run, string state)
    {
        string took = run.At("durationMs") is { } duration ? $" in {Times.Duration(duration.GetDouble())}" : "";
        string why = run.At("error.message").AsText() is { } message ? $": {message}" : "";
        return $"{Mark.Words(terminal, state)}{took}{why}";
    }
}
