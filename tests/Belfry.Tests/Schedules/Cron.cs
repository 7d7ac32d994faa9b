using System.Globalization;
using Belfry.Schedules;
using Belfry.Schedules.Cron;
using Belfry.Schedules.Zones;

namespace Belfry.Tests.Schedules;

/// <summary>Short ways to say what schedule tests say often.</summary>
internal static class Cron
{
    public static CronPattern Pattern(string text, CronFormat format = CronFormat.Auto, DayRule dayRule = DayRule.Or, string? seed = null)
    {
        CronPattern.TryParse(text, format, dayRule, seed, out var pattern, out var error).ShouldBeTrue(error?.Message);
        return pattern!;
    }

    public static ScheduleError Error(string text, CronFormat format = CronFormat.Auto, string? seed = null)
    {
        CronPattern.TryParse(text, format, DayRule.Or, seed, out _, out var error).ShouldBeFalse();
        return error!;
    }

    public static ZoneTable Zone(string id)
    {
        ZoneTable.TryGet(id, out var zone, out _).ShouldBeTrue(id);
        return zone!;
    }

    public static ZonedSlots Slots(
        string text, string zone, GapPolicy gap = GapPolicy.After, OverlapPolicy overlap = OverlapPolicy.Auto) =>
        new(Pattern(text), Zone(zone), gap, overlap);

    public static long Seconds(string instant) =>
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();

    public static string Instant(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The occurrences from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).</summary>
    public static IEnumerable<long> Between(this ZonedSlots slots, long from, long to)
    {
        for (var at = slots.Next(from - 1); at < to; at = slots.Next(at))
            yield return at;
    }
}
