using System.Globalization;

namespace Belfry.Policies;

/// <summary>Durations and instants in sentences for people.</summary>
internal static class Durations
{
    /// <summary><c>1d 2h</c>, <c>1m 10s</c>, <c>350 ms</c>: the two largest units that are not zero.</summary>
    public static string Text(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
        {
            return "-" + Text(-duration);
        }

        if (duration < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms");
        }

        var parts = new (int Value, string Unit)[]
        {
            (duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"),
        };
        var first = Array.FindIndex(parts, part => part.Value != 0);
        var shown = parts.Skip(first).Take(2).Where(part => part.Value != 0);
        return string.Join(' ', shown.Select(part => $"{part.Value}{part.Unit}"));
    }

    /// <summary><c>2026-03-29T01:00:00Z</c>, with a fraction only when there is one.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
