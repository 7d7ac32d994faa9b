namespace Belfry.Schedules.Forecasts;

/// <summary>When the run of a tick starts, if nothing holds it up: at the tick, or as much later as jitter says.</summary>
internal static class Starts
{
    public static DateTimeOffset Of(PlannedJob job, DateTimeOffset tick) =>
        job.Schedule.Options.Jitter > TimeSpan.Zero ? tick + job.Schedule.JitterOf(tick) : tick;

    /// <summary>The earliest instant at which a tick may lie whose run starts at or after another.</summary>
    public static DateTimeOffset Earliest(PlannedJob job, DateTimeOffset start) => start - job.Schedule.Options.Jitter;

    /// <summary>Whether a run of the job starts within a second.</summary>
    public static bool Within(PlannedJob job, DateTimeOffset second) => job
        .Ticks(Earliest(job, second), second)
        .Any(tick => Of(job, tick) >= second && Of(job, tick) < second.AddSeconds(1));
}
