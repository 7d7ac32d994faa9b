using Belfry.Jobs;

namespace Etl;

/// <summary>Yesterday's sum of one region; the region comes as an argument, the hour from the schedule in the region's zone.</summary>
internal sealed class RegionalReport(Folders folders, Warehouse warehouse) : IJob
{
    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var region = run.GetArgs<Arguments>()?.Region
            ?? throw new ArgumentException("The job's arguments name no region, such as { region: berlin }.");
        var day = Days.Before(run.Due);
        var (orders, euros) = warehouse.Sum(day, region);
        var line = FormattableString.Invariant($"{region}, {day:O}: {orders} orders, {euros:0.00} EUR");
        run.Log(line);
        if (!run.DryRun)
        {
            await Folders.WriteAsync(folders.Report(region, day), [line], cancellation);
        }
    }

    private sealed record Arguments(string? Region);
}
