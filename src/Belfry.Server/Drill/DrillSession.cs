using System.Runtime.Versioning;
using System.Security.Cryptography;
using Belfry.Server.CommandLine;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Faults;
using Belfry.Server.Drill.Load;
using Belfry.Server.Drill.Network;
using Belfry.Server.Drill.Nodes;
using Belfry.Storage;

namespace Belfry.Server.Drill;

/// <summary>One drill: nodes, load and damage for a time, then quiet, then the four logs side by side.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DrillSession : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    // From the creation of the jobs to their first tick.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    // What the store takes for a write when nothing is wrong with it.
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(250);

    // To find out what the store's clock says.
    private const int Answers = 10;

    private readonly DrillOptions options;
    private readonly IStore store;
    private readonly Patience patience = new(TimeProvider.System);
    private readonly Sandbox sandbox;
    private readonly Launcher launcher = new();
    private readonly EffectSink sink;
    private readonly FaultLog faults;
    private readonly Driver driver;
    private readonly FaultInjector injector;
    private readonly List<Place> places = [];
    private readonly string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly List<Stall> storeStalls = [];

    private DrillSession(DrillOptions options, string address, IStore store, string folder, EffectSink sink, FaultLog faults)
    {
        (this.options, this.store, this.sink, this.faults) = (options, store, sink, faults);
        var chance = new Chance(options.Seed);
        sandbox = new Sandbox(store, patience, options, new Chance(chance.NextBits()));
        for (int i = 1; i <= options.Nodes; i++)
        {
            var link = StoreLinks.To(address, new Chance(chance.NextBits()));
            string through = StoreLinks.Through(address, link);
            places.Add(new Place(i, (name, place) => new NodeStart(name, place, folder, through, sink.Address, key, options), launcher, faults, link));
        }

        driver = new Driver(places, key, faults.Clock, new Chance(chance.NextBits()));
        injector = new FaultInjector(places, options, driver, faults, new Chance(chance.NextBits()));
    }

    /// <param name="address">Of the store, as the nodes are given it.</param>
    /// <param name="tell">Told of each fault when it begins.</param>
    public static async Task<DrillSession> Create(DrillOptions options, string address, IStore store, string folder, Action<Fault> tell)
    {
        var clock = DrillClock.Start();
        return new DrillSession(options, address, store, folder, await EffectSink.Start(clock), new FaultLog(clock, tell));
    }

    /// <summary>Runs it from the beginning to the end.</summary>
    /// <param name="say">Told what is going on.</param>
    public async Task<DrillReport> Run(Action<string> say, CancellationToken cancellation)
    {
        await sandbox.Claim(cancellation);
        say($"starting {options.Nodes} nodes on {store.Description}");
        await Task.WhenAll(places.Select(place => place.Start(cancellation)));
        var start = await Start(cancellation);
        var (from, to) = await CreateJobs(cancellation);
        say($"{options.Jobs} jobs each second for {options.Seconds} s; seed {options.Seed}");
        await Task.Delay(start + faults.Clock.Now < from ? from - start - faults.Clock.Now : TimeSpan.Zero, cancellation);
        await Disturb(to - start, cancellation);
        var before = (await sandbox.Runs(from, cancellation)).Where(run => run.IsFinal).ToList();
        say("the faults are over; waiting for what is left");
        await Quiet(to - start, cancellation);
        await Task.WhenAll(places.Select(place => place.End()));
        var nodes = places.SelectMany(place => place.Nodes).ToList();
        return DrillReport.Of(
            await Collect(from, to, start, before, cancellation), nodes.Sum(node => node.RefusedEnds), nodes.Sum(node => node.LeasesLost));
    }

    /// <summary>From the first tick to the last. On a slow machine the jobs are made again, for later, until they are there in time.</summary>
    private async Task<(DateTimeOffset From, DateTimeOffset To)> CreateJobs(CancellationToken cancellation)
    {
        var settling = Settling;
        while (true)
        {
            var from = WholeSecond(await Now(cancellation) + settling);
            var to = from + TimeSpan.FromSeconds(options.Seconds);
            await sandbox.CreateJobs(from, to, cancellation);
            if (await Now(cancellation) < from)
            {
                return (from, to);
            }

            await sandbox.DeleteJobs(cancellation);
            settling *= 2;
        }
    }

    /// <summary>Leaves nothing of the drill in a store that outlives it.</summary>
    public Task CleanUp(CancellationToken cancellation) => sandbox.CleanUp(cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var place in places)
        {
            await place.DisposeAsync();
        }

        driver.Dispose();
        await sink.DisposeAsync();
        launcher.Dispose();
    }

    /// <summary>
    /// The store's time at which the drill's clock began, from the quickest of some answers. Never too early by the answer's way:
    /// what seems to have started before its instant did.
    /// </summary>
    private async Task<DateTimeOffset> Start(CancellationToken cancellation)
    {
        var (start, quickest) = (default(DateTimeOffset), TimeSpan.MaxValue);
        for (int i = 0; i < Answers; i++)
        {
            TimeSpan asked = default;
            var now = await patience.Ask(
                () =>
                {
                    asked = faults.Clock.Now;
                    return store.Now(cancellation);
                },
                cancellation);
            var took = faults.Clock.Now - asked;
            if (took < quickest)
            {
                (start, quickest) = (now - asked, took);
            }
        }

        return start;
    }

    private async Task Disturb(TimeSpan until, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(until > faults.Clock.Now ? until - faults.Clock.Now : TimeSpan.Zero);
        var load = driver.Enqueue(stop.Token);
        var edits = options.Kinds.Contains(FaultKind.Edit) ? driver.Edit(Edited, stop.Token) : Task.CompletedTask;
        var watch = WatchStore(stop.Token);
        await injector.Run(stop.Token);
        cancellation.ThrowIfCancellationRequested();
        await Task.WhenAll(load, edits, watch);
    }

    // Every job of the first kind: none of their ticks waits for another, so that each outcome is the edit's doing.
    private List<string> Edited => [.. sandbox.Jobs.Where((_, i) => i % 4 == 0).Select(job => job.Name)];

    /// <summary>
    /// Waits until nothing is left to do, for as long as it is worth waiting: what has not ended by then never will. How soon things
    /// came about is judged by the logs.
    /// </summary>
    private async Task Quiet(TimeSpan from, CancellationToken cancellation)
    {
        while (faults.Clock.Now < from + LookEvery || (!await sandbox.IsSettled(cancellation) && faults.Clock.Now < GivenUp(from)))
        {
            await Task.Delay(LookEvery, cancellation);
        }
    }

    // From the last thing that happened: a poisoned job goes on doing damage until it is out of lives.
    private TimeSpan GivenUp(TimeSpan from) =>
        faults.All.Select(fault => fault.End).Append(from).Max() + (2 * (options.Recovery + DrillOptions.LongestWork)) + Patience.Bound;

    // A store that is away or stands still is nobody's fault here, and excuses what a fault would: a file that a stopped process
    // has locked, a server that was restarted, a disk that others keep busy.
    private async Task WatchStore(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var began = faults.Clock.Now;

            // A write that changes nothing.
            await patience.Ask(() => new ValueTask(store.Nodes.Leave(Guid.Empty, CancellationToken.None).AsTask()), CancellationToken.None);
            var took = faults.Clock.Now - began;
            if (took > Prompt)
            {
                storeStalls.Add(new Stall(null, began, faults.Clock.Now));
            }

            if (took > options.Lease / 4)
            {
                faults.Add(new Fault(FaultKind.Outside, null, began, faults.Clock.Now));
            }

            await Wait(LookEvery, stop);
        }
    }

    private static async Task Wait(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, stop);
        }
        catch (OperationCanceledException)
        {
            // Asked to end: it looks once more.
        }
    }

    private async Task<History> Collect(
        DateTimeOffset from, DateTimeOffset to, DateTimeOffset start, IReadOnlyList<StoredRun> before, CancellationToken cancellation)
    {
        var executions = places.SelectMany(place => place.Executions()).Where(execution => execution.Due >= from).ToList();
        var mine = executions.Select(execution => execution.Run).ToHashSet();
        return new History(
            from,
            to,
            new DrillBounds(options.Lease, options.Recovery, DrillOptions.LostClaim, DrillOptions.Punctual, options.Node.MaxLost, start),
            sandbox.Jobs,
            driver.Calls,
            faults.All,
            executions,
            [.. sink.Effects.Where(effect => mine.Contains(effect.Run))],
            await sandbox.Ticks(from, to, cancellation),
            await sandbox.Runs(from, cancellation),
            before,
            [.. storeStalls, .. places.SelectMany(place => place.Stalls())]);
    }

    private Task<DateTimeOffset> Now(CancellationToken cancellation) => patience.Ask(() => store.Now(cancellation), cancellation);

    private static DateTimeOffset WholeSecond(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
