using System.Globalization;

namespace AirQuality.Source;

/// <summary>A week of measurements of six stations in Paris, January 2026, that repeats week after week.</summary>
internal sealed class RecordedSource
{
    private readonly Dictionary<int, List<Reading>> byHourOfWeek = [];

    public RecordedSource()
    {
        using var file = new StreamReader(typeof(RecordedSource).Assembly.GetManifestResourceStream("recorded.csv")!);
        file.ReadLine();
        while (file.ReadLine() is { } line)
        {
            var cell = line.Split(',');
            var hour = HourOfWeek(DateTimeOffset.Parse(cell[3], CultureInfo.InvariantCulture));
            var reading = new Reading(cell[0], cell[1], cell[2], Number(cell[4]), Number(cell[5]), Number(cell[6]), Number(cell[7]));
            (byHourOfWeek.TryGetValue(hour, out var readings) ? readings : byHourOfWeek[hour] = []).Add(reading);
        }
    }

    public IReadOnlyList<Reading> At(DateTimeOffset instant) => byHourOfWeek[HourOfWeek(instant)];

    private static int HourOfWeek(DateTimeOffset instant) => (int)instant.UtcDateTime.DayOfWeek * 24 + instant.UtcDateTime.Hour;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
