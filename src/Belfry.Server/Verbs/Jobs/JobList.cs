using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job list</c>.</summary>
internal static class JobList
{
    private static readonly Column[] Columns =
    [
        Column.Text("NAME", "name"),
        new("SCHEDULE", (terminal, job) => (terminal.IsInteractive ? job.At("words") ?? job.At("schedule") : job.At("schedule")).AsText() ?? "-"),
        new("STATE", (terminal, job) => Mark.Words(terminal, JobState.Of(job))),
        Column.When("NEXT (UTC)", "nextDue"),
        Column.State("LAST", "lastRun.state"),
        Column.When("LAST AT", "lastRun.finishedAt"),
        Column.Text("QUEUE", "queue"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var tag = new Option<string?>("--tag") { HelpName = "TAG", Description = "Only jobs with this tag." };
        return new Verb("list", "Lists jobs.", Run, flags.Query, flags.Limit, tag)
        {
            Examples = ["belfry job list -q 'state:paused tag:billing'", "belfry job list -o json | jq -r '.items[].name'"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string path = Route.With("/jobs", [("tag", call.Get(tag)), .. JobQueryText.Parameters(call.Query)]);
            var (items, next) = await call.Api.List(path, call.Limit, cancellation);
            call.Report.List(items, next, Columns, "No jobs. Add some with: belfry apply -f jobs.yaml");
            if (next is not null)
            {
                call.Terminal.Say($"There are more: --limit shows more than {call.Limit}.");
            }

            return Exit.Done;
        }
    }
}
