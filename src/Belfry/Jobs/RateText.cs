using System.Globalization;

namespace Belfry.Jobs;

/// <summary>How many in which time, as one text: <c>20/min</c>, <c>5/s</c>, <c>100/10m</c>.</summary>
internal static class RateText
{
    private static readonly Dictionary<string, TimeSpan> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["s"] = TimeSpan.FromSeconds(1),
        ["sec"] = TimeSpan.FromSeconds(1),
        ["second"] = TimeSpan.FromSeconds(1),
        ["m"] = TimeSpan.FromMinutes(1),
        ["min"] = TimeSpan.FromMinutes(1),
        ["minute"] = TimeSpan.FromMinutes(1),
        ["h"] = TimeSpan.FromHours(1),
        ["hour"] = TimeSpan.FromHours(1),
        ["d"] = TimeSpan.FromDays(1),
        ["day"] = TimeSpan.FromDays(1),
    };

    public static bool TryParse(string? text, out int count, out TimeSpan per)
    {
        (count, per) = (0, default);
        return text?.Split('/') is [var number, var time]
            && int.TryParse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out count)
            && (Units.TryGetValue(time.Trim(), out per) || DurationText.TryParse(time.Trim(), out per));
    }

    /// <summary><c>20/1m</c>.</summary>
    public static string Write(int count, TimeSpan per) =>
        string.Create(CultureInfo.InvariantCulture, $"{count}/{DurationText.Write(per, DurationForm.Short)}");
}
