using System.Collections.Concurrent;
using System.Globalization;

namespace AirQuality.Source;

/// <summary>The source's HTTP side. It has its moods, as sources do: once an hour its first answer is an error.</summary>
internal static class SourceEndpoints
{
    private const int MinuteOfTrouble = 17;

    public static void MapSource(this WebApplication app)
    {
        var troubled = new ConcurrentDictionary<DateTimeOffset, bool>();
        app.MapGet("/source/measurements", (string at, RecordedSource source) =>
        {
            if (!DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, out var instant))
            {
                return Results.BadRequest("'at' is an instant such as 2026-03-29T01:00:00Z.");
            }

            return instant.Minute == MinuteOfTrouble && troubled.TryAdd(instant, true)
                ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : Results.Ok(source.At(instant));
        });
    }
}
