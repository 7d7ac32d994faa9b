using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Operations;

/// <summary>What is said when an operation was started, and the waiting for its end where asked.</summary>
internal static class OperationStarted
{
    public static async Task<Exit> Show(Invocation call, JsonElement started, CancellationToken cancellation)
    {
        string id = started.At("id").AsText()!;
        call.Terminal.Say($"● operation {id}: {started.At("what").AsText()}, {started.At("total").AsText()} in all");
        if (call.Wait)
        {
            return await Await(call, id, cancellation);
        }

        if (call.Report.IsTable)
        {
            call.Terminal.Out.WriteLine(id);
        }
        else
        {
            call.Report.Thing(started);
        }

        call.Terminal.Hint($"belfry operation get {id}   belfry operation cancel {id}");
        return Exit.Done;
    }

    /// <summary>Shows progress on standard error until it has ended; exit 6 unless all that it made succeeded.</summary>
    public static async Task<Exit> Await(Invocation call, string id, CancellationToken cancellation)
    {
        var progress = new ProgressLine(call.Terminal);
        var ended = await Waiting.Until(async () =>
        {
            var now = await call.Api.Get(Route.Operation(id), cancellation);
            progress.Show(Part(now), Sentence(now));
            bool isOver = now.At("state").AsText() != "running" && now.At("live").AsText() == "0";
            return isOver ? now : (JsonElement?)null;
        }, call.Timeout, call.Time, cancellation);
        progress.Clear();
        if (ended is not { } final)
        {
            throw new Failure(
                Exit.TimedOut,
                $"operation {id} had not ended after the time given with --timeout.",
                "It goes on; only the waiting is over.",
                $"belfry operation get {id} shows it, belfry operation cancel {id} ends it.");
        }

        if (call.Report.IsTable)
        {
            string note = final.At("note").AsText() is { } why ? $": {why}" : "";
            call.Terminal.Out.WriteLine($"{Mark.Words(call.Terminal, final.At("state").AsText())}, {Sentence(final)}{note}");
        }
        else
        {
            call.Report.Thing(final);
        }

        return final.At("state").AsText() == "done" && final.At("failed").AsText() == "0" ? Exit.Done : Exit.RunFailed;
    }

    private static double? Part(JsonElement operation) =>
        operation.At("total")?.GetInt64() is > 0 and var total
            ? Math.Min(1, (double)(operation.At("taken")!.Value.GetInt64() - operation.At("live")!.Value.GetInt64()) / total)
            : null;

    private static string Sentence(JsonElement operation) =>
        $"{operation.At("taken").AsText()} of {operation.At("total").AsText()} taken, {operation.At("succeeded").AsText()} ✓ {operation.At("failed").AsText()} ✕ {operation.At("live").AsText()} under way";
}
