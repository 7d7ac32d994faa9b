using Belfry.Server.Drill.Checks;

namespace Belfry.Server.Drill.Faults;

/// <summary>What was done, to which process, and when.</summary>
internal sealed class FaultLog(DrillClock clock, Action<Fault> tell)
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];

    public DrillClock Clock { get; } = clock;

    /// <summary>Those that are still going on end now.</summary>
    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (gate)
            {
                return [.. faults.Select(fault => fault.End == TimeSpan.MaxValue ? fault with { End = Clock.Now } : fault)];
            }
        }
    }

    /// <param name="process">Null when it hits all.</param>
    /// <returns>What <see cref="End"/> takes.</returns>
    public int Begin(FaultKind kind, string? process, TimeSpan at)
    {
        var fault = new Fault(kind, process, at, TimeSpan.MaxValue);
        tell(fault);
        lock (gate)
        {
            faults.Add(fault);
            return faults.Count - 1;
        }
    }

    /// <summary>Notes something that is over.</summary>
    public void Add(Fault fault)
    {
        tell(fault);
        lock (gate)
        {
            faults.Add(fault);
        }
    }

    public void End(int entry)
    {
        lock (gate)
        {
            faults[entry] = faults[entry] with { End = Clock.Now };
        }
    }
}
