using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// One setting played from beginning to end: a start, a time of chaos, healing, a quiet time. Promises about safety are checked
/// at each commit, those about liveness at the end.
/// </summary>
internal sealed class History : IAsyncDisposable
{
    private static readonly TimeSpan ChaosFrom = TimeSpan.FromSeconds(2);

    // A claim whose answer was lost is given back after 10 s, a dead node's runs after 6; then they still have to run.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(22);

    // What came due while a host slept is worked off first.
    private static readonly TimeSpan MoreQuiet = TimeSpan.FromSeconds(20);
    private const int MostMoreQuiet = 6;

    private readonly World world;
    private readonly Cluster cluster;

    public History(Setting setting, TextWriter? log)
    {
        world = new World(setting) { Log = log };
        cluster = new Cluster(world);
    }

    public ulong Trace => world.Trace;
    public int Steps => world.Steps;

    /// <exception cref="PromiseBrokenException">A promise did not hold.</exception>
    public void Play()
    {
        world.Note(string.Join(' ', world.Setting.Faults.Order()));
        cluster.Start();
        var healing = ChaosFrom + TimeSpan.FromSeconds(world.Setting.Chaos);
        new Chaos(world, cluster).Plan(ChaosFrom, healing);
        world.RunUntil(healing);

        // A host may be asleep right now.
        healing += cluster.Prolonged;
        world.RunUntil(healing);
        cluster.Heal();
        world.RunUntil(healing + TimeSpan.FromSeconds(1));
        var before = Runs();
        var end = healing + Quiet;
        world.RunUntil(end);
        for (var i = 0; i < MostMoreQuiet && HasBacklog(); i++)
        {
            world.RunUntil(end += MoreQuiet);
        }

        new Verdict(world, cluster).Check(before, Runs());
        if (world.Setting.Mutant is { WasPlanted: false } mutant)
        {
            throw new NotPlantedException($"Mutant {mutant.Name} changed nothing: what it replaces did not come up, or is not there any more.");
        }
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private bool HasBacklog() =>
        Runs().Any(run => Verdict.IsOverdue(run, world.StoreTime.Judged))
        || cluster.Store.Operations.Due(1, CancellationToken.None).GetAwaiter().GetResult() is not { Operations.Count: 0, NextAt: null };

    private IReadOnlyList<RunRecord> Runs()
    {
        var page = cluster.Store.Queries.Runs(new RunQuery(Limit: 100_000), CancellationToken.None);
        page.IsCompleted.ShouldBeTrue();
        return page.GetAwaiter().GetResult().Items;
    }
}
