using Belfry.Schedules.Zones;

namespace Belfry.Schedules;

/// <summary>Finds the fires that the offset changes of a zone move or double.</summary>
internal static class OffsetChanges
{
    private const int Most = 1_000;

    public static IReadOnlyList<ScheduleFire> Fires(Schedule schedule, ZoneTable zone, DateTimeOffset from, int years)
    {
        var found = new List<ScheduleFire>();
        var start = Math.Clamp(from.ToUnixTimeSeconds(), 0, Civil.LastSecond);
        var until = Math.Min(start + Math.Clamp(years, 0, 8_000) * 366L * Civil.SecondsPerDay, Civil.LastSecond);
        var seen = start - 1;
        for (var i = zone.Find(start); zone.StartOf(i) < until && found.Count < Most; i++)
        {
            // Repeated times lie on both sides of the change, moved ones behind it.
            var change = zone[i];
            var reach = Math.Abs(change.Offset - change.OffsetBefore);
            seen = Math.Max(seen, change.Start - reach - 1);
            var end = Math.Min(until, change.Start + reach);
            while (found.Count < Most && Next(schedule, seen) is { } due && due <= end)
            {
                seen = due;
                var fire = schedule.Describe(DateTimeOffset.FromUnixTimeSeconds(due));
                if (fire.Note is not null)
                    found.Add(fire);
            }
        }
        return found;
    }

    private static long? Next(Schedule schedule, long after) =>
        schedule.Next(DateTimeOffset.FromUnixTimeSeconds(Math.Max(after, 0)))?.ToUnixTimeSeconds();
}
