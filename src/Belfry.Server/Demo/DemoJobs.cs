using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Policies;
using Belfry.Schedules;

namespace Belfry.Server.Demo;

/// <summary>Six jobs that show what there is to see: quick, slow, flaky, broken, at night, and a command.</summary>
internal static class DemoJobs
{
    private const string Tag = "demo";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(800);

    public static void Add(BelfryBuilder belfry)
    {
        belfry.AddJob("demo/heartbeat", "every 2 seconds", Beat, job => job.Tags(Tag).Description("Says that it lives."));
        belfry.AddJob("demo/slow-report", "every 30 seconds", Report, job => job.Tags(Tag)
            .Description("Takes eight seconds and shows how far it is."));
        belfry.AddJob("demo/flaky-import", "every 20 seconds", Import, job => job.Tags(Tag)
            .Description("Fails at first, and succeeds when tried again.")
            .Retry(new RetryPolicy { Strategy = RetryStrategy.List, Attempts = 4, Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)] }));
        belfry.AddJob("demo/always-fails", "every 1 minute", Fail, job => job.Tags(Tag)
            .Description("Uses up its attempts and ends as a dead letter.")
            .Retry(new RetryPolicy { Strategy = RetryStrategy.Immediate, Attempts = 2 }));
        belfry.AddJob("demo/night-shift", "daily at 02:30 in Europe/Berlin", Beat, job => job.Tags(Tag)
            .Description("At a time that the clocks skip in spring and show twice in autumn.")
            .Dst(GapPolicy.Shift, OverlapPolicy.First));
        belfry.Catalog.Declare(Command);
    }

    private static JobDefinition Command => new()
    {
        Name = "demo/command",
        Description = "Any program; it learns what it runs for from its environment.",
        Schedule = "every 10 seconds",
        Tags = [Tag],
        Run = new JobAction.Command(new CommandSpec
        {
            Command = ["/bin/sh", "-c", "echo \"run $BELFRY_RUN_ID, attempt $BELFRY_ATTEMPT, due $BELFRY_DUE, token $BELFRY_FENCING_TOKEN\""],
        }),
    };

    private static void Beat(JobContext run) => run.Log($"tick of {run.Due:HH:mm:ss}, run {run.RunId:n}");

    private static async Task Report(JobContext run, TimeProvider time, CancellationToken cancellation)
    {
        const int Pages = 10;
        for (int page = 1; page <= Pages; page++)
        {
            await Task.Delay(Step, time, cancellation);
            run.Log($"page {page} of {Pages}");
            run.Progress((double)page / Pages, $"page {page}");
        }
    }

    // By the tick, so that each retry of a run knows how it went before.
    private static void Import(JobContext run)
    {
        long failures = run.Due.ToUnixTimeSeconds() / 20 % 3;
        run.Log($"attempt {run.Attempt} of {run.MaxAttempts}");
        if (run.Attempt <= failures)
        {
            throw new InvalidOperationException($"The other side did not answer (attempt {run.Attempt}).");
        }
    }

    private static void Fail(JobContext run)
    {
        run.Log("about to fail, as always");
        throw new InvalidOperationException("This job always fails, so that there is a dead letter to look at.");
    }
}
