using Belfry.Engine;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The numbers that simulated nodes live by: those of RELIABILITY for tests, a quarter of production's.</summary>
internal static class Timing
{
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(4);

    /// <summary>Longer than the lease: a node that drains must go on beating.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(7);

    public static readonly TimeSpan LookAhead = TimeSpan.FromMilliseconds(300);

    private static readonly NodeOptions Usual = new()
    {
        Slots = 4,
        LeaseTime = LeaseTime,
        BeatEvery = TimeSpan.FromMilliseconds(800),
        FenceMargin = TimeSpan.FromSeconds(1),
        RescueGrace = TimeSpan.FromSeconds(1),
        SweepEvery = TimeSpan.FromMilliseconds(500),
        PollEvery = TimeSpan.FromMilliseconds(500),
        LookAhead = LookAhead,
        DrainTime = DrainTime,
        KillGrace = TimeSpan.FromSeconds(1),
    };

    private static readonly RetentionPolicy NextToNothing = new()
    {
        SucceededAge = TimeSpan.FromSeconds(6),
        SucceededCount = 3,
        FailedAge = TimeSpan.FromSeconds(6),
        FailedCount = 3,
        SkipAge = TimeSpan.FromSeconds(6),
    };

    /// <summary>A run may be lost three times where one kills its nodes; otherwise the faults alone would end most runs.</summary>
    public static int MaxLost(Setting setting) => setting.Has(Fault.Poison) ? 3 : 50;

    public static NodeOptions Of(Setting setting, string name) => Usual with
    {
        Name = setting.Has(Fault.Clones) ? "clone" : name,
        MaxLost = MaxLost(setting),
        Retention = setting.Has(Fault.Pruning) ? NextToNothing : RetentionPolicy.Default,
        PruneEvery = setting.Has(Fault.Pruning) ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(10),
    };
}
