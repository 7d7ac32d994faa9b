namespace AirQuality.Measurements;

/// <param name="When">An instant or a day.</param>
/// <param name="Value">µg/m³: the value, or the mean of a day.</param>
/// <param name="Count">How many values stand behind it.</param>
internal sealed record Measured(string Station, string Pollutant, string When, double Value, long Count);
