using Belfry.Engine;
using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Drill;

/// <param name="Kinds">Which faults to draw from.</param>
/// <param name="SameName">All nodes are called the same, as cloned machines are.</param>
/// <param name="Skewed">The clocks of the nodes are wrong, each by something else.</param>
/// <param name="Redis">Where the nodes wake each other, or null.</param>
internal sealed record DrillOptions(
    int Nodes, int Seconds, int Jobs, TimeSpan Lease, TimeSpan FaultEvery, IReadOnlyList<FaultKind> Kinds, ulong Seed, bool SameName, bool Skewed, string? Redis)
{
    public const string Queue = "belfry-drill";
    public const string JobPrefix = "belfry-drill/";

    /// <summary>The job whose runs are all asked for.</summary>
    public const string Asked = JobPrefix + "asked-for";

    /// <summary>The job that does what jobs should not.</summary>
    public const string Odd = JobPrefix + "odd";

    /// <summary>Of what the jobs do.</summary>
    public static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(6);

    /// <summary>A start that is later than this, with no fault to blame, is counted as late.</summary>
    public static readonly TimeSpan Punctual = TimeSpan.FromSeconds(1);

    /// <summary>A claim whose answer was lost is given back when it is older than this, and a transaction that stands still is ended.</summary>
    public static readonly TimeSpan LostClaim = TimeSpan.FromSeconds(10);

    // Grace, sweep and poll, which are shorter with a shorter lease.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private const int FewestSlots = 64;

    /// <summary>The numbers that nodes with this lease live by.</summary>
    public NodeOptions Node => new() { LeaseTime = Lease };

    // So many that no run waits for one: what is measured is recovery, not capacity.
    public int Slots => Math.Max(FewestSlots, Jobs * 2);

    /// <summary>
    /// From the loss of a node to the next start of what it ran: 20 s with the standard lease, 6 s with one of 4 s.
    /// </summary>
    public TimeSpan Recovery => TimeSpan.FromTicks(Math.Min((Lease * 1.5).Ticks, (Lease + AtMost).Ticks));
}
