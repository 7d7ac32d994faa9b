namespace Belfry.Simulation;

/// <summary>A simulated process: its context, its clock, and whether it runs, stands still or is dead.</summary>
internal sealed class Host
{
    private readonly World world;
    private readonly List<Action> deferred = [];

    public Host(World world, string name, TimeSpan skew)
    {
        (this.world, Name) = (world, name);
        Context = new HostContext(world, this);
        Time = new HostTime(world, this, skew);
        Chance = new Chance(world.Chance.NextBits());
    }

    public string Name { get; }
    public HostContext Context { get; }
    public HostTime Time { get; }
    public Chance Chance { get; }
    public bool Alive { get; private set; } = true;
    public bool Frozen { get; private set; }

    /// <summary>Awake again, but not yet long enough to have learned what it slept through.</summary>
    public bool JustThawed { get; private set; }

    /// <summary>kill -9: nothing of this process happens any more.</summary>
    public void Kill()
    {
        world.Note($"{Name} killed");
        Alive = false;
        deferred.Clear();
    }

    /// <summary>SIGSTOP: what should happen waits until <see cref="Thaw"/>.</summary>
    public void Freeze()
    {
        world.Note($"{Name} frozen");
        Frozen = true;
    }

    public void Thaw()
    {
        (Frozen, JustThawed) = (false, true);
        world.At(TimeSpan.FromSeconds(2), null, () => JustThawed = Frozen);
        world.Note($"{Name} thawed");
        foreach (var action in deferred)
        {
            world.At(TimeSpan.Zero, this, action);
        }

        deferred.Clear();
    }

    /// <summary>True when the action must not run now: the process is dead, or it waits for the thaw.</summary>
    public bool Defer(Action action)
    {
        if (Alive && Frozen)
        {
            deferred.Add(action);
        }

        return !Alive || Frozen;
    }
}
