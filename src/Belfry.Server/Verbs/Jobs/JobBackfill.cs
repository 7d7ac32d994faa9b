using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Operations;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job backfill</c>: runs a job for past ticks of its schedule.</summary>
internal static class JobBackfill
{
    private static readonly Column[] Lines =
    [
        Column.Text("job", "job"),
        Column.Text("ticks", "count"),
        Column.When("first (UTC)", "first"),
        Column.When("last (UTC)", "last"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        var from = CommonFlags.Instant("--from", "The first instant, included.");
        var to = CommonFlags.Instant("--to", "The last instant, included; now unless given.");
        var parallel = CommonFlags.Count("--parallel", 1, "So many of its runs are under way at once.");
        var existing = CommonFlags.Choice("--existing", [], ["skip", "again"], "What becomes of ticks that have a run. Default skip.");
        return new Verb(
            "backfill",
            "Runs a job for each past tick of a time, oldest first.",
            Run,
            name, from, to, parallel, existing, flags.Reason, flags.Wait, flags.Timeout, flags.DryRun)
        {
            Examples =
            [
                "belfry job backfill nightly-report --from 2026-11-01T00:00:00Z --to 2026-11-20T00:00:00Z --dry-run",
                "belfry job backfill nightly-report --from 2026-11-01T00:00:00Z --parallel 4 --wait",
            ],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var body = new JsonObject
            {
                ["from"] = InstantText.Write(call.Get(from) ?? throw new Failure(Exit.Usage, "--from is missing: from which instant on?")),
                ["to"] = InstantText.Write(call.Get(to) ?? call.Time.GetUtcNow()),
                ["parallel"] = call.Get(parallel),
                ["existing"] = call.Get(existing),
                ["dryRun"] = call.DryRun ? true : null,
                ["reason"] = call.Reason,
            };
            string job = call.Get(name);
            var answer = await call.About(job, () => call.Api.Post(Route.Job(job, "/backfill"), body, cancellation), cancellation);
            if (!call.DryRun)
            {
                return await OperationStarted.Show(call, answer, cancellation);
            }

            call.Report.Thing(answer, Lines);
            return Exit.Done;
        }
    }
}
