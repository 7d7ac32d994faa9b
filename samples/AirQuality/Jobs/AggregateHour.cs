using AirQuality.Measurements;
using Belfry.Jobs;

namespace AirQuality.Jobs;

/// <summary>Aggregates the hour before its tick, however late it runs.</summary>
internal sealed class AggregateHour(MeasurementFile file) : IJob
{
    public Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var hour = run.Due.AddHours(-1);
        var rows = file.AggregateHour(hour);
        run.Log($"{hour:yyyy-MM-dd HH:mm}Z: {rows} aggregates.");
        return Task.CompletedTask;
    }
}
