namespace AirQuality.Measurements;

/// <summary>What the application is there for.</summary>
internal static class MeasurementEndpoints
{
    public static void MapMeasurements(this WebApplication app)
    {
        app.MapGet("/measurements/latest", (MeasurementFile file) => file.Latest());
        app.MapGet("/measurements/days", (MeasurementFile file) => file.Days());
    }
}
