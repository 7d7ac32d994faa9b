using Belfry.Engine;
using Belfry.Storage;

namespace Belfry.Testing;

/// <summary>The numbers of a node whose time is virtual.</summary>
internal static class TestNodes
{
    // With one process and a clock that jumps, nothing is found by polling: every wait ends at the instant of an event. The rare
    // rounds that are left keep the lease and cost next to nothing in a year of virtual time.
    public static NodeOptions Options { get; } = new()
    {
        Name = "test",
        Slots = 16,
        LookAhead = TimeSpan.Zero,
        LeaseTime = TimeSpan.FromDays(7),
        BeatEvery = TimeSpan.FromDays(1),
        SweepEvery = TimeSpan.FromDays(1),
        PollEvery = TimeSpan.FromDays(1),
        ReportEvery = TimeSpan.FromMinutes(5),
        PruneEvery = TimeSpan.FromDays(1),
        Retention = KeepAll,
    };

    private static RetentionPolicy KeepAll => new()
    {
        SucceededAge = TimeSpan.FromDays(36_500),
        SucceededCount = int.MaxValue,
        FailedAge = TimeSpan.FromDays(36_500),
        FailedCount = int.MaxValue,
        LogAge = TimeSpan.FromDays(36_500),
        SkipAge = TimeSpan.FromDays(36_500),
        RollupAge = TimeSpan.FromDays(36_500),
    };
}
