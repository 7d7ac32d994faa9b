using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Belfry.Jobs;

/// <summary>How a duration is written.</summary>
internal enum DurationForm
{
    /// <summary><c>1h30m</c>, for people.</summary>
    Short,

    /// <summary><c>PT1H30M</c>, ISO 8601, for programs.</summary>
    Iso,
}

/// <summary>Durations as text: <c>90s</c>, <c>1h30m</c>, <c>2d</c>, <c>250ms</c>, or ISO 8601 without months and years.</summary>
internal static partial class DurationText
{
    private static readonly (string Group, decimal Seconds)[] Units =
        [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1), ("ms", 0.001m)];

    [GeneratedRegex(
        "^(?=[0-9])((?<w>[0-9]{1,9})w)?((?<d>[0-9]{1,9})d)?((?<h>[0-9]{1,9})h)?((?<m>[0-9]{1,9})m)?" +
        "((?<s>[0-9]{1,9})s)?((?<ms>[0-9]{1,9})ms)?\\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Short();

    [GeneratedRegex(
        "^P(?=[0-9T])((?<w>[0-9]{1,9})W)?((?<d>[0-9]{1,9})D)?" +
        "(T(?=[0-9])((?<h>[0-9]{1,9})H)?((?<m>[0-9]{1,9})M)?((?<s>[0-9]{1,9}([.][0-9]{1,7})?)S)?)?\\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null || text.Length > 60 || (text.StartsWith('P') ? Iso() : Short()).Match(text) is not { Success: true } match)
        {
            return false;
        }

        decimal seconds = Units.Sum(unit => match.Groups[unit.Group] is { Success: true } group
            ? decimal.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * unit.Seconds
            : 0);
        if (seconds > long.MaxValue / TimeSpan.TicksPerSecond)
        {
            return false;
        }

        duration = new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    public static string Write(TimeSpan duration, DurationForm form) =>
        form == DurationForm.Iso || duration < TimeSpan.Zero || duration.Ticks % TimeSpan.TicksPerMillisecond != 0
            ? XmlConvert.ToString(duration)
            : WriteShort(duration);

    private static string WriteShort(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder();
        Add(duration.Days, "d");
        Add(duration.Hours, "h");
        Add(duration.Minutes, "m");
        Add(duration.Seconds, "s");
        Add(duration.Milliseconds, "ms");
        return text.ToString();

        void Add(int number, string unit)
        {
            if (number != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{number}{unit}");
            }
        }
    }
}
