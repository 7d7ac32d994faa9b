namespace Belfry.Simulation;

/// <summary>A simulated process: its threads, its clocks, and whether it runs, stands still, is starved or is dead.</summary>
internal sealed class Host
{
    private readonly World world;

    public Host(World world, string name, TimeSpan skew, double drift)
    {
        (this.world, Name) = (world, name);
        Pool = new HostContext(world, this);
        Heart = new HostContext(world, this);
        Time = new HostTime(world, this, skew, drift);
        Chance = new Chance(world.Chance.NextBits());
    }

    public string Name { get; }

    /// <summary>It is where people sit, not a node.</summary>
    public bool IsOperator { get; init; }

    /// <summary>The thread pool.</summary>
    public HostContext Pool { get; }

    /// <summary>The thread of the heart.</summary>
    public HostContext Heart { get; }

    public HostTime Time { get; }
    public Chance Chance { get; }
    public bool Alive { get; private set; } = true;
    public bool Frozen { get; private set; }
    public bool Starved { get; private set; }

    /// <summary>Awake again, but not yet long enough to have learned what it slept through.</summary>
    public bool JustThawed { get; private set; }

    /// <summary>When something last kept it from the store or from its own time.</summary>
    public long TroubledAt { get; private set; } = long.MinValue / 2;

    /// <summary>When its thread pool last stood still.</summary>
    public long StarvedAt { get; private set; } = long.MinValue / 2;

    /// <summary>Calls that are on their way for longer than usual.</summary>
    public int SlowCalls { get; set; }

    public void Troubled() => TroubledAt = world.Elapsed;

    /// <summary>Nothing has kept it from the store for that long.</summary>
    public bool UntroubledFor(TimeSpan time) =>
        Alive && !Frozen && SlowCalls == 0 && world.Elapsed - TroubledAt > time.Ticks;

    /// <summary>kill -9: nothing of this process happens any more.</summary>
    public void Kill()
    {
        world.Note($"{Name} killed");
        Alive = false;
        Pool.Forget();
        Heart.Forget();
    }

    /// <summary>The process has ended in order.</summary>
    public void Exit()
    {
        world.Note($"{Name} exits");
        Alive = false;
    }

    /// <summary>SIGSTOP: what should happen waits until <see cref="Thaw"/>.</summary>
    public void Freeze()
    {
        world.Note($"{Name} frozen");
        Frozen = true;
    }

    /// <param name="blindFor">How long it may take until the process has learned what it slept through.</param>
    public void Thaw(TimeSpan blindFor)
    {
        world.Note($"{Name} thawed");
        Frozen = false;
        Woke(blindFor);
        Pool.Resume();
        Heart.Resume();
    }

    /// <summary>It has slept without knowing it.</summary>
    public void Woke(TimeSpan blindFor)
    {
        JustThawed = true;
        Troubled();
        world.At(blindFor, () => JustThawed = Frozen);
    }

    /// <summary>Nothing runs on the thread pool for a while; the heart has a thread of its own.</summary>
    public void Starve(TimeSpan time)
    {
        world.Note($"{Name} starved for {time.TotalSeconds:0.0} s");
        (Starved, StarvedAt) = (true, world.Elapsed + time.Ticks);
        world.At(time, () =>
        {
            Starved = false;
            if (Alive && !Frozen)
            {
                Pool.Resume();
            }
        });
    }

    /// <summary>Whether what is queued for this thread must wait.</summary>
    public bool StandsStill(HostContext thread) => Frozen || (Starved && thread == Pool);

    /// <summary>Runs an asynchronous method on the heart's thread, waits included.</summary>
    public Task OnHeart(Func<Task> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Heart);
        try
        {
            return work();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs a job's code on the thread pool, whoever starts it.</summary>
    public Task OnPool(Func<Task> work)
    {
        if (SynchronizationContext.Current == Pool)
        {
            return work();
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.At(TimeSpan.Zero, Pool, async () =>
        {
            await work();
            done.SetResult();
        });
        return done.Task;
    }
}
