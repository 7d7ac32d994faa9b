using Belfry.Jobs;

namespace Etl;

/// <summary>The sums of all regions for the day that has been loaded and checked.</summary>
internal sealed class Summary(Folders folders, Warehouse warehouse) : IJob
{
    private static readonly string[] Regions = ["berlin", "new-york", "tokyo"];

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = Days.Before(run.Due);
        var sums = Regions.Select(region => (Region: region, Sum: warehouse.Sum(day, region))).ToList();
        var lines = sums.Select(sum => FormattableString.Invariant($"{sum.Region}: {sum.Sum.Orders} orders, {sum.Sum.Euros:0.00} EUR")).ToList();
        foreach (string line in lines)
        {
            run.Log(line);
        }

        if (!run.DryRun)
        {
            await Folders.WriteAsync(folders.Report("all", day), lines, cancellation);
        }
    }
}
