using System.Security.Cryptography;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.Hosting;
using Belfry.Storage;
using Microsoft.Extensions.Hosting;

namespace Belfry.Server.Bench;

/// <summary>A store of its own that is gone afterwards, and nodes on it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private const int Page = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider time;
    private readonly Chance chance = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    private BenchStore(IBenchPlace place, TimeProvider time) => (Place, this.time) = (place, time);

    public IBenchPlace Place { get; }

    public static async Task<BenchStore> Create(Func<CancellationToken, Task<IBenchPlace>> place, TimeProvider time, CancellationToken cancellation)
    {
        var bench = new BenchStore(await place(cancellation), time);
        await using var store = bench.Open();
        await store.Migrate(cancellation);
        return bench;
    }

    public IStore Open() => OpenedStore.At(Place.Address, time);

    public async Task AddJob(IStore store, string name, string schedule, CancellationToken cancellation, string handler = BenchNode.Nothing, JobBreaker? breaker = null) =>
        await new JobControl(store, chance).Create(
            new JobDefinition { Name = name, Schedule = schedule, Overlap = OverlapRule.Allow, Run = new JobAction.Handler(handler), Breaker = breaker }, cancellation);

    /// <summary>Many jobs of one schedule, some at a time, so that the store can write them in groups.</summary>
    public async Task AddJobs(IStore store, int count, string prefix, string schedule, CancellationToken cancellation)
    {
        foreach (int[] some in Enumerable.Range(0, count).Chunk(64))
        {
            await Task.WhenAll(some.Select(i => AddJob(store, $"{prefix}-{i}", schedule, cancellation)));
        }
    }

    public NewRun NewRun(string job, JsonElement? args = null) => new(
        RunId.New(time.GetUtcNow(), chance), job, RunTrigger.Api, null, null, args, null, null, DryRun: false, "bench");

    /// <summary>A node in this process, as the server starts it, on a store of its own over the same data.</summary>
    public Task<IHost> StartNode(int slots, CancellationToken cancellation) => BenchNode.Start(Place.Address, slots, time, cancellation);

    /// <summary>Waits until nothing is queued, running or due for a retry.</summary>
    public async Task Drained(IStore store, long finished, CancellationToken cancellation)
    {
        // Looking at what is live costs more the more there is of it, and comes last.
        while (await Finished(store, cancellation) < finished || await Live(store, cancellation) > 0)
        {
            await Task.Delay(LookEvery, time, cancellation);
        }
    }

    public static async Task<IReadOnlyList<RunRecord>> Runs(IStore store, string? job, CancellationToken cancellation)
    {
        var runs = new List<RunRecord>();
        string? cursor = null;
        do
        {
            var page = await store.Queries.Runs(new RunQuery(Job: job, States: [RunState.Succeeded], Cursor: cursor, Limit: Page), cancellation);
            runs.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return runs;
    }

    public ValueTask DisposeAsync() => Place.DisposeAsync();

    private static async Task<long> Live(IStore store, CancellationToken cancellation)
    {
        var totals = await store.Queries.Totals(cancellation);
        return totals.Queued + totals.Running + totals.Retrying;
    }

    // From the roll-ups: counting must not slow down what is measured.
    private async Task<long> Finished(IStore store, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var statistics = await store.Queries.Statistics(null, now.AddHours(-2), now.AddHours(1), cancellation);
        return statistics.Buckets.Sum(bucket => bucket.Count);
    }
}
