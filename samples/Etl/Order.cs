using System.Globalization;

namespace Etl;

/// <summary>An order as the shop exports it.</summary>
internal sealed record Order(string Id, string Region, string Currency, decimal Amount)
{
    public static Order Parse(string line) => line.Split(',') is [var id, var region, var currency, var amount]
        ? new Order(id, region, currency, decimal.Parse(amount, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{line}' is no order: id, region, currency, amount are expected.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id},{Region},{Currency},{Amount}");
}
