using AirQuality.Measurements;
using Belfry.Jobs;

namespace AirQuality.Jobs;

/// <summary>Fails when the newest measurement is too old: its failure is what people are told about.</summary>
internal sealed class HealthCheck(MeasurementFile file, TimeProvider time) : IJob
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var newest = file.Newest()
            ?? throw new InvalidOperationException("There is no measurement at all yet.");
        var age = time.GetUtcNow() - newest;
        run.Log($"The newest measurement is of {newest:yyyy-MM-dd HH:mm}Z.");
        return age <= Fresh
            ? Task.CompletedTask
            : throw new InvalidOperationException($"The newest measurement is {age.TotalMinutes:0} minutes old.");
    }
}
