using Belfry.Jobs;

namespace Etl;

/// <summary>Takes the orders of the day before its tick out of the shop; here the shop is a file that says the same each day.</summary>
internal sealed class Extract(Folders folders) : IJob
{
    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = Days.Before(run.Due);
        using var shop = new StreamReader(typeof(Extract).Assembly.GetManifestResourceStream("orders.csv")!);
        var lines = (await shop.ReadToEndAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        await Folders.WriteAsync(folders.Extracted(day), lines.Select(line => $"{day:yyyyMMdd}-{line}"), cancellation);
        run.Log($"{lines.Count} orders of {day:O}.");
    }
}
