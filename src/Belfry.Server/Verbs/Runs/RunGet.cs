using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>belfry run get</c>.</summary>
internal static class RunGet
{
    private static readonly Column[] Lines =
    [
        Column.Text("id", "id"),
        Column.Text("job", "job"),
        Column.State("state", "state"),
        Column.Text("trigger", "trigger"),
        Column.When("due (UTC)", "due"),
        Column.When("started", "startedAt"),
        Column.When("finished", "finishedAt"),
        Column.Duration("latency", "latencyMs"),
        Column.Duration("duration", "durationMs"),
        new("attempt", (_, run) => $"{run.At("attempt").AsText()} of {run.At("maxAttempts").AsText()}"),
        Column.Text("put off", "snoozes"),
        Column.Text("node", "node"),
        Column.Text("exit code", "exitCode"),
        Column.Text("error", "error.message"),
        Column.Text("note", "note"),
        Column.Text("numbers", "numbers"),
        Column.Text("warnings", "warnings"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var id = RunIds.Argument();
        return new Verb("get", "Shows a run.", async (call, cancellation) =>
        {
            Show(call, await call.Api.Get(Route.Run(call.Get(id)), cancellation));
            call.Terminal.Hint($"belfry run logs {call.Get(id)}");
            return Exit.Done;
        }, id);
    }

    public static void Show(Invocation call, JsonElement run) => call.Report.Thing(run, Lines);
}
