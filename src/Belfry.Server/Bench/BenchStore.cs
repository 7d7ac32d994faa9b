using System.Security.Cryptography;
using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Belfry.Server.Bench;

/// <summary>A store in a folder of its own that is gone afterwards, and nodes on it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    public const string Handler = "bench/nothing";
    private const int Page = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly Chance chance = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    private BenchStore(string folder, TimeProvider time) => (this.folder, this.time) = (folder, time);

    /// <param name="parent">Where to make the folder; null is the place for temporary files.</param>
    public static async Task<BenchStore> Create(string? parent, TimeProvider time, CancellationToken cancellation)
    {
        string folder = Path.Combine(parent ?? Path.GetTempPath(), $"belfry-bench-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        var bench = new BenchStore(folder, time);
        await using var store = bench.Open();
        await store.Migrate(cancellation);
        return bench;
    }

    public IStore Open() => SqliteStore.Open(Path.Combine(folder, "bench.db"), time);

    public async Task AddJob(IStore store, string name, string schedule, CancellationToken cancellation) =>
        await new JobControl(store, chance).Create(
            new JobDefinition { Name = name, Schedule = schedule, Overlap = OverlapRule.Allow, Run = new JobAction.Handler(Handler) }, cancellation);

    /// <summary>Many jobs of one schedule, some at a time, so that the store can write them in groups.</summary>
    public async Task AddJobs(IStore store, int count, string prefix, string schedule, CancellationToken cancellation)
    {
        foreach (int[] some in Enumerable.Range(0, count).Chunk(64))
        {
            await Task.WhenAll(some.Select(i => AddJob(store, $"{prefix}-{i}", schedule, cancellation)));
        }
    }

    public NewRun NewRun(string job) => new(
        RunId.New(time.GetUtcNow(), chance), job, RunTrigger.Api, null, null, null, null, null, DryRun: false, "bench");

    /// <summary>A node as the server starts it, on a store of its own over the same file.</summary>
    public async Task<IHost> StartNode(int slots, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddBelfry(belfry => belfry
            .UseStore(_ => Open())
            .AddHandler(Handler, () => { })
            .Configure(options => options with { Name = "bench", Slots = slots, DrainTime = TimeSpan.FromSeconds(5) }));
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return host;
    }

    /// <summary>Waits until nothing is queued, running or due for a retry.</summary>
    public async Task Drained(IStore store, long finished, CancellationToken cancellation)
    {
        while (await Live(store, cancellation) > 0 || await Finished(store, cancellation) < finished)
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

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

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
