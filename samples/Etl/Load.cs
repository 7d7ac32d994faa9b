using Belfry.Jobs;

namespace Etl;

/// <summary>Puts a day into the warehouse: all of it or nothing, and the same when it is done twice.</summary>
internal sealed class Load(Folders folders, Warehouse warehouse) : IJob
{
    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = Days.Before(run.Due);
        var lines = await Days.ReadAsync(folders.Transformed(day), "transform", day, cancellation);
        warehouse.Replace(day, lines.Select(Order.Parse));
        run.Log($"{lines.Length} orders of {day:O} are loaded.");
    }
}
