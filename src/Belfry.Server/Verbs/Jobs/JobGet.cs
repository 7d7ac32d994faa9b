using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job get</c>.</summary>
internal static class JobGet
{
    private static readonly Column[] Lines =
    [
        Column.Text("name", "name"),
        Column.Text("kind", "kind"),
        Column.Text("schedule", "schedule"),
        Column.Text("words", "words"),
        Column.Text("zone", "zone"),
        new("followed by", (_, job) => Followers.Names(job)),
        new("state", (terminal, job) => Mark.Words(terminal, JobState.Of(job))),
        Column.Text("disabled", "off.reason"),
        Column.When("next (UTC)", "nextDue"),
        Column.State("last run", "lastRun.state"),
        Column.When("last at", "lastRun.finishedAt"),
        Column.Text("queue", "queue"),
        Column.Text("priority", "priority"),
        Column.Text("retry", "retryWords"),
        Column.Text("owner", "owner"),
        Column.Text("tags", "tags"),
        Column.Text("version", "version"),
        Column.When("updated", "updatedAt"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        return new Verb("get", "Shows a job.", async (call, cancellation) =>
        {
            var job = await call.GetJob(call.Get(name), cancellation);
            Show(call, job);
            call.Terminal.Hint($"belfry job history {call.Get(name)}   belfry why {call.Get(name)}");
            return Exit.Done;
        }, name);
    }

    public static void Show(Invocation call, JsonElement job) => call.Report.Thing(job, Lines);
}
