using System.Globalization;
using Belfry.Schedules;

namespace Belfry.AspNetCore.Schedules;

/// <summary>A fire as the API answers it.</summary>
/// <param name="Local">What the clocks of the schedule's zone show.</param>
/// <param name="Offset">The zone's offset then, such as <c>+02:00</c>.</param>
/// <param name="Note">Where an offset change moved it or doubled its time: <c>gap</c>, <c>overlap</c> or <c>shifted</c>.</param>
internal sealed record FireView(DateTimeOffset Due, string Local, string Offset, string? Note)
{
    public static FireView Of(ScheduleFire fire) => new(
        fire.Due,
        fire.Local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        (fire.Offset < TimeSpan.Zero ? "-" : "+") + fire.Offset.ToString("hh\\:mm", CultureInfo.InvariantCulture),
        fire.Note);

    public static IEnumerable<FireView> Next(Schedule schedule, DateTimeOffset after, int count)
    {
        for (var due = schedule.Next(after); due is { } tick && count > 0; due = schedule.Next(tick), count--)
        {
            yield return Of(schedule.Describe(tick));
        }
    }
}
