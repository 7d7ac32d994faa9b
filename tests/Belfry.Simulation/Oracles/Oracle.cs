using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>Sees every commit as it happens, and knows from it what must be true.</summary>
internal sealed class Oracle
{
    private readonly World world;

    public Oracle(World world, IStore store)
    {
        this.world = world;
        Ticks = new TickOracle(world, this);
        Leases = new LeaseOracle(world, this);
        Attempts = new AttemptOracle(world, this);
        Locks = new LockOracle(world, this);
        Breakers = new BreakerOracle(world, this, store);
    }

    public TickOracle Ticks { get; }
    public LeaseOracle Leases { get; }
    public AttemptOracle Attempts { get; }
    public LockOracle Locks { get; }
    public BreakerOracle Breakers { get; }

    public void Require(bool holds, string promise)
    {
        if (!holds)
        {
            world.Note("VIOLATED " + promise);
            world.Broken ??= new PromiseBrokenException(promise, world);
            throw world.Broken;
        }
    }
}
