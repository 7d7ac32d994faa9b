using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Dead;

/// <summary><c>belfry dead get</c>.</summary>
internal static class DeadGet
{
    private static readonly Column[] Lines =
    [
        Column.Text("id", "id"),
        Column.Text("job", "job"),
        Column.Text("version", "version"),
        Column.Text("trigger", "trigger"),
        Column.When("due (UTC)", "due"),
        Column.When("died", "diedAt"),
        Column.Text("attempts", "attempts"),
        Column.Text("lost", "lostCount"),
        Column.Text("reason", "reason"),
        Column.Text("error type", "error.type"),
        Column.Text("error", "error.message"),
        Column.Text("cause", "error.fingerprint"),
        Column.Text("args", "args"),
        Column.Text("repeats", "parent"),
        Column.Text("asked by", "by"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var id = new Argument<string>("ID") { Description = "Id of the dead run, or the start of it." };
        id.CompletionSources.Add(Completion.DeadLetters);
        return new Verb("get", "Shows a dead letter.", async (call, cancellation) =>
        {
            call.Report.Thing(await call.Api.Get(Route.Dead(call.Get(id)), cancellation), Lines);
            call.Terminal.Hint($"belfry run logs {call.Get(id)}   belfry dead retry {call.Get(id)}");
            return Exit.Done;
        }, id);
    }
}
