using AirQuality.Measurements;
using Belfry.Jobs;

namespace AirQuality.Jobs;

/// <summary>Deletes single values older than a month, and hourly aggregates older than a year.</summary>
internal sealed class CleanUp(MeasurementFile file) : IJob
{
    public Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var (values, hours) = file.Delete(valuesBefore: run.Due.AddDays(-30), hoursBefore: run.Due.AddDays(-365), run.DryRun);
        run.Log($"{values} values and {hours} hourly aggregates {(run.DryRun ? "would be" : "were")} deleted.");
        return Task.CompletedTask;
    }
}
