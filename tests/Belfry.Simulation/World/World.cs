using System.Diagnostics;

namespace Belfry.Simulation;

/// <summary>
/// Virtual time and one thread: a queue of actions ordered by (instant, chance, sequence). The chance between actions of the
/// same instant is what explores interleavings; the seed is what replays them.
/// </summary>
internal sealed class World
{
    /// <summary>Twenty seconds before European clocks go forward.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 3, 29, 0, 59, 40, TimeSpan.Zero);

    // A second of a cluster takes some hundred steps: one that takes this many has a loop that does not wait.
    private const int MostSteps = 600_000;

    private readonly PriorityQueue<Step, (long At, ulong Tie, long Sequence)> queue = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private long sequence;
    private ulong trace = 0xcbf29ce484222325;

    public World(Setting setting)
    {
        Setting = setting;
        Chance = new Chance(setting.Seed);
        StoreTime = new WorldClock(this);
    }

    public Setting Setting { get; }

    /// <summary>The clock of the store's host.</summary>
    public WorldClock StoreTime { get; }

    /// <summary>Chance of the world itself; hosts have their own, so that a fault more does not change every job's luck.</summary>
    public Chance Chance { get; }

    /// <summary>Ticks of 100 ns since the beginning.</summary>
    public long Elapsed { get; private set; }

    public DateTimeOffset Now => Beginning.AddTicks(Elapsed);

    public int Steps { get; private set; }

    /// <summary>
    /// The first promise that did not hold. Kept here, because whoever is told of it by an exception may be the engine, which
    /// survives everything.
    /// </summary>
    public PromiseBrokenException? Broken { get; set; }

    /// <summary>Equal for equal histories.</summary>
    public ulong Trace => trace;

    /// <summary>Writes each event of the history as it happens; null is silent.</summary>
    public TextWriter? Log { get; init; }

    /// <summary>Chance for one purpose: what is drawn for one fault changes nothing about another.</summary>
    public Chance ChanceOf(int purpose) => new(Setting.Seed * 0x9E3779B97F4A7C15 + (ulong)purpose);

    /// <summary>Queues what the world does.</summary>
    public void At(TimeSpan delay, Action action) => At(delay, null, action);

    /// <summary>Queues what a process does on one of its threads.</summary>
    public void At(TimeSpan delay, HostContext? context, Action action) =>
        queue.Enqueue(new Step(context, action), (Elapsed + Math.Max(0, delay.Ticks), Chance.NextBits(), sequence++));

    /// <summary>Ends after the time, on the thread that waits for it.</summary>
    public Task After(TimeSpan time)
    {
        var over = new TaskCompletionSource();
        At(time, SynchronizationContext.Current as HostContext, over.SetResult);
        return over.Task;
    }

    /// <summary>Time passes, and nothing happens in it: what was to happen does so afterwards.</summary>
    public void Sleep(TimeSpan time) => Elapsed += time.Ticks;

    /// <summary>Runs what is queued until the instant; later actions stay queued.</summary>
    public void RunUntil(TimeSpan elapsed)
    {
        while (queue.TryPeek(out var next, out var key) && key.At <= elapsed.Ticks)
        {
            queue.Dequeue();
            Elapsed = Math.Max(Elapsed, key.At);
            if (next.Context is { } context && context.Defer(next.Action))
            {
                continue;
            }

            if (++Steps > MostSteps)
            {
                Broken ??= new PromiseBrokenException($"the cluster does not come to rest: {MostSteps:N0} steps", this);
            }

            Run(next.Context, next.Action);
            if (Broken is not null)
            {
                throw Broken;
            }
        }

        Elapsed = Math.Max(Elapsed, elapsed.Ticks);
    }

    /// <summary>Notes an event: part of the trace that two runs of a seed must share.</summary>
    public void Note(string text)
    {
        AssertOnThread();
        foreach (var c in text)
        {
            trace = (trace ^ c) * 0x100000001b3;
        }

        trace = (trace ^ (ulong)Elapsed) * 0x100000001b3;
        Log?.WriteLine($"{TimeSpan.FromTicks(Elapsed).TotalSeconds,9:0.000}  {text}");
    }

    /// <summary>Code that left the simulated thread would not replay.</summary>
    public void AssertOnThread()
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            throw new UnreachableException("Engine code left the simulated thread: something uses the thread pool.");
        }
    }

    private static void Run(HostContext? context, Action action)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private readonly record struct Step(HostContext? Context, Action Action);
}
