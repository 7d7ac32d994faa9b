using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Words;

/// <summary>The time fields of a cron expression: times of the day while there are few, otherwise steps and lists.</summary>
internal static class CronTimeWords
{
    private const int MostTimes = 8;

    public static string Of(CronPattern pattern)
    {
        var seconds = Values.Of(pattern.Seconds);
        var minutes = Values.Of(pattern.Minutes);
        var hours = Values.Of(pattern.Hours);
        var isOnTheMinute = seconds is [0];
        if (minutes.Length == 1 && seconds.Length == 1 && Hourly(hours, minutes[0], seconds[0], pattern.IsInterval) is { } hourly)
            return hourly;
        if (Times(hours, minutes, seconds) is { } times && !IsStepped(minutes, hours, pattern.IsInterval) && seconds.Length == 1)
            return "At " + times;
        if (isOnTheMinute)
            return Minutes(minutes, hours);
        var words = Seconds(seconds);
        if (minutes.Length < 60 || hours.Length < 24)
            return words + ", " + Uncapitalized(Minutes(minutes, hours));
        return seconds.Length == 60 || Values.Divides(seconds, 60) ? words : words + " of every minute" + Restarts(seconds, "minute");
    }

    // One minute and second: every n hours, or on the hour in a row of hours.
    private static string? Hourly(int[] hours, int minute, int second, bool isInterval)
    {
        if (!isInterval)
            return null;
        string Time(int hour) => Written.Time(hour * 3600 + minute * 60 + second);
        if (hours.Length == 24)
            return second > 0 ? null : minute == 0 ? "Every hour" : "At minute " + minute + " of every hour";
        if (Values.Divides(hours, 24))
            return "Every " + Forms.Period.Counted(hours[1], "hour") + ", at " + Values.List(hours, 24, Time);
        if (Values.Run(hours, 24) is (var start, > 2 and var length) && second == 0)
        {
            return minute == 0
                ? "On the hour from " + Time(start) + " through " + Time((start + length - 1) % 24)
                : "At minute " + minute + " past each hour " + Row(start, length);
        }
        return "At " + Values.List(hours, 24, Time);
    }

    private static string? Times(int[] hours, int[] minutes, int[] seconds)
    {
        if (hours.Length * minutes.Length * seconds.Length > MostTimes)
            return null;
        return Written.List([..
            from hour in hours
            from minute in minutes
            from second in seconds
            select Written.Time(hour * 3600 + minute * 60 + second)]);
    }

    // Better said as a step or as a row of hours than as a list of times.
    private static bool IsStepped(int[] minutes, int[] hours, bool isInterval) =>
        isInterval && (minutes.Length > 2 && Values.Step(minutes, 60) > 0 || hours.Length > 2 && minutes.Length > 1);

    private static string Minutes(int[] minutes, int[] hours)
    {
        if (minutes.Length == 60 || Values.Divides(minutes, 60) && (minutes.Length > 2 || hours.Length == 24))
            return Stepped(minutes, hours);
        var words = (minutes.Length == 1 ? "At minute " : "At minutes ") + Values.List(minutes, 60, Values.Number);
        if (Values.Run(minutes, 60) is (var start, > 2 and var length) && start + length <= 60)
            words = "Every minute from minute " + start + " through " + (start + length - 1);
        if (hours.Length == 24)
            return words + " of every hour" + Restarts(minutes, "hour");
        return words + " past " + Hours(hours);
    }

    private static string Stepped(int[] minutes, int[] hours)
    {
        var words = "Every " + Forms.Period.Counted(minutes.Length == 60 ? 1 : minutes[1], "minute");
        if (hours.Length == 24)
            return words;
        return Values.Run(hours, 24) is (var start, > 0 and var length)
            ? words + " from " + Written.Time(start * 3600) + " through " + Written.Time((start + length - 1) % 24 * 3600 + minutes[^1] * 60)
            : words + " of the hours " + Values.List(hours, 24, Values.TwoDigits);
    }

    private static string Hours(int[] hours)
    {
        if (Values.Run(hours, 24) is (var start, > 2 and var length))
            return "each hour " + Row(start, length);
        return (hours.Length == 1 ? "hour " : "hours ") + Values.List(hours, 24, Values.TwoDigits);
    }

    private static string Row(int start, int length) =>
        "from " + Values.TwoDigits(start) + " to " + Values.TwoDigits((start + length - 1) % 24);

    private static string Seconds(int[] seconds)
    {
        if (seconds.Length == 60 || Values.Divides(seconds, 60))
            return "Every " + Forms.Period.Counted(seconds.Length == 60 ? 1 : seconds[1], "second");
        return (seconds.Length == 1 ? "At second " : "At seconds ") + Values.List(seconds, 60, Values.Number);
    }

    private static string Restarts(int[] values, string unit) =>
        values.Length > 2 && Values.Fills(values, 60) && !Values.Divides(values, 60) ? " (restarts each " + unit + ")" : "";

    private static string Uncapitalized(string words) => char.ToLowerInvariant(words[0]) + words[1..];
}
