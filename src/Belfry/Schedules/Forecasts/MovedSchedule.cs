using System.Globalization;
using System.Text.RegularExpressions;

namespace Belfry.Schedules.Forecasts;

/// <summary>
/// Hourly and daily schedules some minutes later, as texts in the spelling of their author. Texts of any other kind do not
/// move: nobody can say from outside that their minute does not matter.
/// </summary>
internal static partial class MovedSchedule
{
    private const int MinutesPerHour = 60;
    private const int MinutesPerDay = 24 * MinutesPerHour;

    // Minute, hours, and days that are not singled out: every day, or several days of the week.
    [GeneratedRegex(@"^(?<seconds>[0-9]{1,2} +)?(?<minute>[0-9]{1,2})(?<rest> +[0-9*][0-9*,/-]* +[*?] +\* +([*?]|[A-Za-z0-9]+([,-][A-Za-z0-9]+)+))(?<zone> +in +\S+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Cron();

    [GeneratedRegex(@"^@(?<word>hourly|daily|midnight)(?<zone> +in +\S+)?\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^(daily|every (day|weekday)) at (?<times>[0-9]{1,2}:[0-9]{2}(, ?[0-9]{1,2}:[0-9]{2})*)(?<zone> +in +\S+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Daily();

    [GeneratedRegex("[0-9]{1,2}:[0-9]{2}")]
    private static partial Regex Time();

    [GeneratedRegex(@"^every (1 )?hour\z|^every [0-9]{1,2} hours\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Hours();

    /// <summary>The text of a schedule that fires so many minutes later, in the same hour or on the same day; null when there is none.</summary>
    public static string? Later(string text, int minutes)
    {
        if (Cron().Match(Fields(text)) is { Success: true } cron)
        {
            int minute = Number(cron.Groups["minute"].Value) + minutes;
            return minute < MinutesPerHour ? $"{cron.Groups["seconds"]}{minute}{cron.Groups["rest"]}{cron.Groups["zone"]}" : null;
        }

        if (Daily().Match(text) is { Success: true } daily)
        {
            var times = daily.Groups["times"];
            return Time().Matches(times.Value).All(time => Minute(time.Value) + minutes < MinutesPerDay)
                ? text[..times.Index] + Time().Replace(times.Value, time => Clock(Minute(time.Value) + minutes)) + text[(times.Index + times.Length)..]
                : null;
        }

        return Hours().IsMatch(text) && minutes < MinutesPerHour
            ? string.Create(CultureInfo.InvariantCulture, $"{text} from 1970-01-01T00:{minutes:00}:00Z")
            : null;
    }

    /// <summary>The text of a cron schedule whose minute is a stable hash of the job's name, at most so many minutes later; null when there is none.</summary>
    public static string? Hashed(string text, int within)
    {
        if (Cron().Match(Fields(text)) is not { Success: true } cron)
        {
            return null;
        }

        int minute = Number(cron.Groups["minute"].Value);
        int last = Math.Min(minute + within, MinutesPerHour - 1);
        return last > minute ? $"{cron.Groups["seconds"]}H({minute}-{last}){cron.Groups["rest"]}{cron.Groups["zone"]}" : null;
    }

    private static string Fields(string text)
    {
        var macro = Macro().Match(text);
        return !macro.Success ? text
            : (macro.Groups["word"].Value.Equals("hourly", StringComparison.OrdinalIgnoreCase) ? "0 * * * *" : "0 0 * * *") + macro.Groups["zone"];
    }

    private static int Minute(string clock) => Number(clock[..^3]) * MinutesPerHour + Number(clock[^2..]);

    private static string Clock(int minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{minute / MinutesPerHour:00}:{minute % MinutesPerHour:00}");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
