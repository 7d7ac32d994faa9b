using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Policies.Dependencies;

/// <summary>
/// A span of ticks that a job did not run is one for the jobs that follow it as well, except where those have an outcome already:
/// no tick gets two.
/// </summary>
internal static class SpanGaps
{
    /// <param name="span">The ticks of <paramref name="schedule"/> from its first to its last.</param>
    /// <param name="recorded">What is recorded in or around the span, by its first tick.</param>
    public static IReadOnlyList<SkippedTicks> Of(
        SkippedTicks span, IReadOnlyList<(DateTimeOffset First, DateTimeOffset Last)> recorded, Schedule? schedule)
    {
        if (recorded.Count == 0 || schedule is null)
        {
            return recorded.Count == 0 ? [span] : [];
        }

        var gaps = new List<SkippedTicks>();
        DateTimeOffset? from = span.First;
        foreach (var (first, last) in recorded)
        {
            if (from is not { } open || first > span.Last)
            {
                break;
            }

            if (last >= open)
            {
                gaps.AddRange(TickPlan.Span(schedule, open, schedule.Previous(first), span.Reason, span.Detail));
                from = schedule.Next(last);
            }
        }

        return from is { } rest && rest <= span.Last
            ? [.. gaps, .. rest == span.First ? [span] : TickPlan.Span(schedule, rest, span.Last, span.Reason, span.Detail)]
            : gaps;
    }
}
