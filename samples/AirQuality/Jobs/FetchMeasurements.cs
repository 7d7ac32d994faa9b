using AirQuality.Measurements;
using AirQuality.Source;
using Belfry.Jobs;

namespace AirQuality.Jobs;

/// <summary>Fetches the values of all stations and stores them under the tick's minute.</summary>
internal sealed class FetchMeasurements(SourceClient source, MeasurementFile file) : IJob
{
    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var readings = await source.ReadAsync(run.Due, cancellation);
        run.Progress(0.5, "read");
        if (run.DryRun)
        {
            run.Log($"Would store {readings.Count} readings.");
            return;
        }

        // The key is (station, pollutant, tick): an attempt that is repeated after its effect changes nothing.
        var stored = file.Store(run.Due, readings);
        run.Log($"{stored} values from {readings.Count} stations.");
    }
}
