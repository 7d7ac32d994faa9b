using System.Globalization;

namespace Belfry.Schedules.Forms;

/// <summary>How periods are written: in the largest unit that leaves no rest, and without the number one.</summary>
internal static class Period
{
    public static string Text(long seconds) => seconds switch
    {
        _ when seconds % 3600 == 0 => Counted(seconds / 3600, "hour"),
        _ when seconds % 60 == 0 => Counted(seconds / 60, "minute"),
        _ => Counted(seconds, "second"),
    };

    public static string Days(int days) => days % 7 == 0 ? Counted(days / 7, "week") : Counted(days, "day");

    /// <summary><c>3 days before the last day</c>.</summary>
    public static string Before(int days) =>
        days == 1 ? "the day before the last day" : Counted(days, "day") + " before the last day";

    public static string Counted(long n, string unit) =>
        n == 1 ? unit : string.Create(CultureInfo.InvariantCulture, $"{n} {unit}s");
}
