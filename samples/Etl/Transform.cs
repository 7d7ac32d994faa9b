using Belfry.Jobs;

namespace Etl;

/// <summary>Converts every amount to euros. Rows that are no orders are reported and left out.</summary>
internal sealed class Transform(Folders folders) : IJob
{
    private static readonly Dictionary<string, decimal> Euros = new(StringComparer.Ordinal)
    {
        ["EUR"] = 1m, ["USD"] = 0.92m, ["JPY"] = 0.0061m,
    };

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = Days.Before(run.Due);
        var lines = await Days.ReadAsync(folders.Extracted(day), "extract", day, cancellation);
        var orders = new List<Order>();
        foreach (var line in lines)
        {
            try
            {
                var order = Order.Parse(line);
                orders.Add(order with { Currency = "EUR", Amount = decimal.Round(order.Amount * Euros[order.Currency], 2) });
            }
            catch (Exception exception) when (exception is FormatException or KeyNotFoundException)
            {
                run.Log($"Left out: {exception.Message}");
            }

            run.Progress((double)orders.Count / lines.Length);
        }

        await Folders.WriteAsync(folders.Transformed(day), orders.Select(order => order.ToString()), cancellation);
        run.Log($"{orders.Count} of {lines.Length} orders of {day:O}.");
    }
}
