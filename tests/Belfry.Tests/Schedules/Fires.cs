using System.Globalization;
using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>Instants and fires as text, so that tables read like the documentation.</summary>
internal static class Fires
{
    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The next fires, in UTC, as <c>yyyy-MM-ddTHH:mm[:ss]</c>.</summary>
    public static string[] Utc(this Schedule schedule, string after, int count) =>
        [.. schedule.Several(after, count).Select(due => Short(due.UtcDateTime))];

    /// <summary>The same on the clocks of the schedule's zone.</summary>
    public static string[] Local(this Schedule schedule, string after, int count) =>
        [.. schedule.Several(after, count).Select(due => Short(schedule.Describe(due).Local))];

    private static DateTimeOffset[] Several(this Schedule schedule, string after, int count)
    {
        var fires = new DateTimeOffset[count];
        return fires[..schedule.Enumerate(At(after), fires)];
    }

    private static string Short(DateTime time) =>
        time.ToString(time.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
