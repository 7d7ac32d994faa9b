using System.Diagnostics;

namespace Belfry.Server.Drill;

/// <summary>Time since a drill began. The monotonic clock is one for all processes of a host, and steps for none of them.</summary>
internal readonly record struct DrillClock(long Origin)
{
    public static DrillClock Start() => new(Stopwatch.GetTimestamp());

    public TimeSpan Now => Stopwatch.GetElapsedTime(Origin);

    public TimeSpan At(long timestamp) => Stopwatch.GetElapsedTime(Origin, timestamp);
}
