using System.Text;
using Belfry.Engine;
using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Belfry.Testing;

/// <summary>
/// A whole Belfry node for a test: its clock stands still until the test moves it, its store is in memory, and everything runs on
/// the test's own thread, in the same order each time.
/// </summary>
/// <remarks>
/// <para>Configure it as the application does: <c>configure</c> may be the very method that the application calls; the store it
/// chooses is replaced. Jobs take the time from an injected <see cref="TimeProvider"/>; hosted services are not started.</para>
/// <para>While a job waits for something other than the clock (the network, another thread), the clock stands still, up to
/// <see cref="Patience"/> of real time. Use it from one thread at a time.</para>
/// </remarks>
public sealed class BelfryTestHost : IAsyncDisposable
{
    private const int PageSize = 1_000;

    private readonly TestLoop loop;
    private readonly ServiceProvider services;
    private readonly IStore store;
    private BelfryNode? node;

    private BelfryTestHost(VirtualTime time, TestLoop loop, ServiceProvider services)
    {
        (Time, this.loop, this.services) = (time, loop, services);
        store = services.GetRequiredService<IStore>();
        Jobs = services.GetRequiredService<JobControl>();
    }

    /// <summary>The clock. Move it with <see cref="AdvanceAsync"/>, so that the jobs run that come due.</summary>
    public VirtualTime Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Creates, edits, pauses and cancels, as the application would.</summary>
    public JobControl Jobs { get; }

    /// <summary>What the jobs are made with.</summary>
    public IServiceProvider Services => services;

    /// <summary>Real time that a job may wait for something other than the clock before the clock moves on without it.</summary>
    public TimeSpan Patience
    {
        get => loop.Patience;
        set => loop.Patience = value;
    }

    /// <summary>Starts a node; its declared jobs are stored, and nothing has run yet.</summary>
    /// <param name="configure">The jobs, as in <c>AddBelfry</c>.</param>
    /// <param name="services">What the jobs need.</param>
    /// <param name="start">What the clock shows at first; 2026-01-01 00:00 UTC when null.</param>
    public static Task<BelfryTestHost> StartAsync(
        Action<BelfryBuilder> configure, Action<IServiceCollection>? services = null, DateTimeOffset? start = null)
    {
        var time = new VirtualTime(start);
        var loop = new TestLoop(time);
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        collection.AddSilentLogging();
        collection.AddSingleton<TimeProvider>(loop.WorkTime);
        collection.AddBelfry(belfry =>
        {
            belfry.Configure(_ => TestNodes.Options);
            configure(belfry);
            belfry.WatchesNeighbours = false;
            belfry.UseStore(_ => SqliteStore.Open(":memory:", time));
        });
        collection.AddSingleton(new Chance(1));
        var host = new BelfryTestHost(time, loop, collection.BuildServiceProvider());
        host.Do(host.Prepare);
        return Task.FromResult(host);
    }

    /// <summary>Lets time pass: runs, in order, everything that comes due on the way, and what follows from it.</summary>
    public Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        return AdvanceToAsync(Now + by);
    }

    /// <summary>Lets time pass up to an instant, which must not lie in the past.</summary>
    public Task AdvanceToAsync(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Now);
        loop.RunUntil(instant);
        return Task.CompletedTask;
    }

    /// <summary>Lets time pass while no node is up, and starts one again: what was missed meets its misfire policy.</summary>
    public async Task BeDownAsync(TimeSpan length)
    {
        var until = Now + length;
        Do(StopNode);
        await AdvanceToAsync(until > Now ? until : Now);
        Do(StartNode);
    }

    /// <summary>Makes a run outside the schedule and lets it go as far as it comes without time passing.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public Task<RunRecord> RunNow(string job, RunRequest? request = null)
    {
        var made = loop.Complete(() => Jobs.RunNow(job, request ?? new RunRequest(), CancellationToken.None));
        return Task.FromResult(Run(made.Id) ?? throw new InvalidOperationException($"Run {made.Id:n} is not in the store."));
    }

    /// <summary>Runs of a job, or of all, by the instant they are for.</summary>
    public IReadOnlyList<RunRecord> Runs(string? job = null)
    {
        var all = new List<RunRecord>();
        for (var query = new RunQuery(job, Limit: PageSize); ;)
        {
            var page = Read(store.Queries.Runs(query, CancellationToken.None));
            all.AddRange(page.Items);
            if (page.Next is null)
            {
                return [.. all.OrderBy(run => run.Due).ThenBy(run => run.CreatedAt).ThenBy(run => run.Job, StringComparer.Ordinal)];
            }

            query = query with { Cursor = page.Next };
        }
    }

    public RunRecord? Run(Guid id) => Read(store.Queries.Run(id.ToString("n"), CancellationToken.None));

    /// <summary>What the newest attempt of a run has written.</summary>
    public string Output(Guid run) => Read(store.Queries.Output(run, null, 0, int.MaxValue, CancellationToken.None)) is { } output
        ? Encoding.UTF8.GetString(output.Bytes.Span)
        : "";

    /// <summary>What became of each tick of a job with <c>from ≤ due ≤ to</c>.</summary>
    public IReadOnlyList<LedgerTick> Ticks(string job, DateTimeOffset from, DateTimeOffset to) =>
        loop.Complete(() => services.GetRequiredService<Ledger>().Ticks(job, from, to, int.MaxValue, CancellationToken.None));

    /// <summary>Why a job did, or did not, run at an instant.</summary>
    public WhyAnswer Why(string job, DateTimeOffset at) =>
        loop.Complete(() => services.GetRequiredService<Why>().Explain(job, at, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        Do(StopNode);
        await services.DisposeAsync();
    }

    private async Task Prepare()
    {
        await store.Migrate(CancellationToken.None);
        await Jobs.Declare(services.GetRequiredService<JobCatalog>().Declared, CancellationToken.None);
        await StartNode();
    }

    private Task StartNode()
    {
        var engine = new EngineContext(
            Time, services.GetRequiredService<Chance>(), loop.Offload, services.GetRequiredService<IServiceScopeFactory>())
        {
            KillOrphans = (_, _) => Task.FromResult(0),
            Clock = new StoreClock(Time, drift: 0),
        };
        node = new BelfryNode(
            store,
            services.GetRequiredService<JobCatalog>(),
            services.GetRequiredService<NodeOptions>(),
            engine,
            services.GetRequiredService<ILoggerFactory>());
        Jobs.Changed += node.Wake;
        Jobs.CancelRequested += node.Cancel;
        node.Start(ownThread: null);
        return Task.CompletedTask;
    }

    private async Task StopNode()
    {
        if (node is { } running)
        {
            node = null;
            Jobs.Changed -= running.Wake;
            Jobs.CancelRequested -= running.Cancel;
            await running.StopAsync(CancellationToken.None);
        }
    }

    private void Do(Func<Task> action) => loop.Complete(async () =>
    {
        await action();
        return true;
    });

    // The store in memory answers at once.
    private static T Read<T>(ValueTask<T> answer) => answer.GetAwaiter().GetResult();
}
