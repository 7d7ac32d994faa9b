using System.Globalization;

namespace Belfry.Jobs;

/// <summary>Instants as ISO 8601 text. Read with any offset, but never without one; written in UTC with <c>Z</c>.</summary>
internal static class InstantText
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mmzzz",
    ];

    public static bool TryParse(string? text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString(Formats[0], CultureInfo.InvariantCulture);
}
