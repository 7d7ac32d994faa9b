namespace Belfry.Schedules.Forecasts;

/// <summary>A job as a forecast sees it.</summary>
/// <param name="From">It starts nothing before this instant: the end of its pause; null when it is not paused.</param>
/// <param name="Typical">How long its runs take; null when that is not known.</param>
internal sealed record PlannedJob(string Name, string Queue, Schedule Schedule, DateTimeOffset? From = null, TimeSpan? Typical = null)
{
    /// <summary>Its ticks from one instant to another, both included.</summary>
    public IEnumerable<DateTimeOffset> Ticks(DateTimeOffset from, DateTimeOffset to)
    {
        for (var due = First(from); due is { } tick && tick <= to; due = Schedule.Next(tick))
        {
            yield return tick;
        }
    }

    /// <summary>The first tick at or after an instant.</summary>
    public DateTimeOffset? First(DateTimeOffset from) => Schedule.Next((From > from ? From.Value : from).AddTicks(-1));
}
