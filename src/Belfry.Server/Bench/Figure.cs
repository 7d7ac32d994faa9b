using System.Text.Json;
using Belfry.Server.Output;

namespace Belfry.Server.Bench;

/// <summary>One measured number: the median of the rounds, or of the runs.</summary>
internal sealed record Figure(string Bench, string What, double Value, string Unit, string Detail)
{
    public static Column[] Columns { get; } =
    [
        Column.Text("BENCH", "bench"), Column.Text("FIGURE", "what"), Column.Number("VALUE", "value"), Column.Text("UNIT", "unit"), Column.Text("OVER", "detail"),
    ];

    public JsonElement ToJson() => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("bench", Bench);
        json.WriteString("what", What);
        json.WriteNumber("value", Math.Round(Value, Value < 100 ? 2 : 0));
        json.WriteString("unit", Unit);
        json.WriteString("detail", Detail);
        json.WriteEndObject();
    });

    /// <param name="share">0.5 is the median.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 0.5);
}
