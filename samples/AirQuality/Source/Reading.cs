namespace AirQuality.Source;

/// <summary>What a station measures in an hour, in µg/m³.</summary>
internal sealed record Reading(string Station, string Name, string Kind, double Pm25, double Pm10, double No2, double O3);
