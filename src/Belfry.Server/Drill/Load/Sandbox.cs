using System.Text.Json;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.CommandLine;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Nodes;
using Belfry.Storage;

namespace Belfry.Server.Drill.Load;

/// <summary>The drill's jobs in the store, and what the store has recorded of them. It refuses a store that holds anything else.</summary>
internal sealed class Sandbox(IStore store, Patience patience, DrillOptions options, Chance chance)
{
    private const int Page = 500;
    private const int PruneBatch = 5_000;

    // Jobs that must run one after the other keep up with their schedule.
    private const int QueuedWork = 150;

    private static readonly RetentionPolicy Nothing = new()
    {
        SucceededAge = TimeSpan.Zero,
        SucceededCount = 0,
        FailedAge = TimeSpan.Zero,
        FailedCount = 0,
        LogAge = TimeSpan.Zero,
        SkipAge = TimeSpan.Zero,
        RollupAge = TimeSpan.Zero,
    };

    private readonly JobControl control = new(store, chance);

    /// <summary>The jobs of the schedule.</summary>
    public IReadOnlyList<DrillJob> Jobs { get; } =
    [
        .. Enumerable.Range(0, options.Jobs).Select(i => new DrillJob(
            $"{DrillOptions.JobPrefix}each-second-{i:000}",
            "every 1 second",
            (i % 4) switch { 2 => OverlapRule.Skip, 3 => OverlapRule.Queue, _ => OverlapRule.Allow },
            i % 8 == 2 ? WorkerLostRule.Fail : WorkerLostRule.Retry)),
    ];

    /// <exception cref="Failure">The store holds jobs that are not a drill's.</exception>
    public async Task Claim(CancellationToken cancellation)
    {
        // No patience yet: an address at which nothing is must be told at once.
        await store.Migrate(cancellation);
        var names = await Names(cancellation);
        if (names.FirstOrDefault(name => !name.StartsWith(DrillOptions.JobPrefix, StringComparison.Ordinal)) is { } foreign)
        {
            throw new Failure(
                Exit.Conflict,
                $"{store.Description} holds jobs that are not the drill's, such as {foreign}.",
                "Nodes of a drill fire whatever is due, and then they are killed.",
                "Give it a store of its own: leave --store out, or name an empty database.");
        }

        await Delete(names, cancellation);
    }

    public async Task CreateJobs(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        foreach (var some in Jobs.Chunk(50))
        {
            await Task.WhenAll(some.Select(job => Create(Definition(job.Name) with
            {
                Schedule = job.Schedule,
                Overlap = job.Overlap,
                OnWorkerLost = job.OnWorkerLost,
                Start = from,
                End = to,
                Args = job.Overlap == OverlapRule.Queue ? JsonSerializer.SerializeToElement(new { milliseconds = QueuedWork }) : null,
            }, cancellation)));
        }

        await Create(Definition(DrillOptions.Asked), cancellation);
        await Create(Definition(DrillOptions.Odd), cancellation);
    }

    public async Task DeleteJobs(CancellationToken cancellation) => await Delete(await Names(cancellation), cancellation);

    /// <summary>Whether every tick has an outcome, and every run has ended.</summary>
    public async Task<bool> IsSettled(CancellationToken cancellation)
    {
        if ((await JobsThere(cancellation)).Any(job => job.NextDue is not null))
        {
            return false;
        }

        var totals = await patience.Ask(() => store.Queries.Totals(cancellation), cancellation);
        return totals.Scheduled + totals.Queued + totals.Running + totals.Retrying == 0;
    }

    public async Task<IReadOnlyList<StoredTicks>> Ticks(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        int most = (int)(to - from).TotalSeconds + 10;
        var ticks = new List<StoredTicks>();
        foreach (var job in Jobs)
        {
            var recorded = await patience.Ask(() => store.Queries.Ticks(job.Name, from, to, most, cancellation), cancellation);
            ticks.AddRange(recorded.Select(tick => tick.Run is { } run
                ? new StoredTicks(job.Name, run.Due, run.Due, run.Id, null)
                : new StoredTicks(job.Name, tick.Skipped!.First, tick.Skipped.Last, null, tick.Skipped.Reason)));
        }

        return ticks;
    }

    /// <summary>Runs of this drill: those for instants from <paramref name="from"/> on.</summary>
    public async Task<IReadOnlyList<StoredRun>> Runs(DateTimeOffset from, CancellationToken cancellation)
    {
        // A run can end between two pages and stand on both.
        var runs = new Dictionary<Guid, StoredRun>();
        string? cursor = null;
        do
        {
            var query = new RunQuery(Cursor: cursor, Limit: Page);
            var page = await patience.Ask(() => store.Queries.Runs(query, cancellation), cancellation);
            foreach (var run in page.Items.Where(run => run.Due >= from))
            {
                runs[run.Id] = Stored(run);
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. runs.Values];
    }

    /// <summary>Leaves the store as empty as it was.</summary>
    public async Task CleanUp(CancellationToken cancellation)
    {
        await DeleteJobs(cancellation);
        while (await patience.Ask(() => store.Runs.Prune(Nothing, PruneBatch, cancellation), cancellation) == PruneBatch)
        {
        }
    }

    // One whose answer was lost exists when it is asked for again: nobody else makes jobs here.
    private Task Create(JobDefinition job, CancellationToken cancellation) => patience.Ask(
        async () =>
        {
            try
            {
                await control.Create(job, cancellation);
            }
            catch (JobConflictException)
            {
                // It is there.
            }
        },
        cancellation);

    private async Task Delete(IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (string name in names)
        {
            await patience.Ask(() => Delete(name, cancellation), cancellation);
        }
    }

    private async ValueTask Delete(string name, CancellationToken cancellation)
    {
        try
        {
            await control.Delete(name, null, cancellation);
        }
        catch (JobNotFoundException)
        {
            // It is gone.
        }
    }

    private static JobDefinition Definition(string name) => new()
    {
        Name = name,
        Run = new JobAction.Handler(DrillWork.Handler),
        Queue = DrillOptions.Queue,
        Overlap = OverlapRule.Allow,
    };

    private async Task<List<string>> Names(CancellationToken cancellation) =>
        [.. (await JobsThere(cancellation)).Select(job => job.Name)];

    private async Task<List<JobRecord>> JobsThere(CancellationToken cancellation)
    {
        var jobs = new List<JobRecord>();
        string? cursor = null;
        do
        {
            var query = new JobQuery(Cursor: cursor, Limit: Page);
            var page = await patience.Ask(() => store.Queries.Jobs(query, cancellation), cancellation);
            jobs.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return jobs;
    }

    private static StoredRun Stored(RunRecord run) => new(
        run.Id, run.Job, run.Trigger, run.Due, run.State, run.Token, run.Attempt, run.LostCount, run.FinishedAt, KeyOf(run));

    private static string? KeyOf(RunRecord run) =>
        run.Args is { } args && JsonElement.Parse(args).TryGetProperty("key", out var key) ? key.GetString() : null;
}
