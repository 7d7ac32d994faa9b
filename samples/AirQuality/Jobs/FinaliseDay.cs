using AirQuality.Measurements;
using Belfry.Jobs;

namespace AirQuality.Jobs;

/// <summary>Closes the day in Paris: 23, 24 or 25 hours, as the clocks have it.</summary>
internal sealed class FinaliseDay(MeasurementFile file) : IJob
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(run.Due, Paris).DateTime);
        var rows = file.FinaliseDay(day, Midnight(day), Midnight(day.AddDays(1)));
        run.Log($"{day:yyyy-MM-dd}: {rows} statistics are final.");
        return Task.CompletedTask;
    }

    private static DateTimeOffset Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Paris.GetUtcOffset(local));
    }
}
