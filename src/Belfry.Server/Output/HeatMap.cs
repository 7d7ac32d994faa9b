using System.Globalization;
using System.Text;

namespace Belfry.Server.Output;

/// <summary>Numbers by minute as a map: a line for each hour, a column for each minute. Needs no colour to be read.</summary>
internal static class HeatMap
{
    private const int MinutesPerHour = 60;
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <param name="from">The beginning of the first hour.</param>
    /// <param name="counts">One for each minute.</param>
    public static void Write(Terminal terminal, DateTimeOffset from, IReadOnlyList<int> counts)
    {
        int most = counts.Count == 0 ? 0 : counts.Max();
        string ruler = string.Concat(Enumerable.Range(0, 6).Select(i => $":{i}0".PadRight(10)));
        terminal.Out.WriteLine(terminal.Paint(Ink.Muted, $"UTC     {ruler}    Σ/h"));
        for (int hour = 0; hour * MinutesPerHour < counts.Count; hour++)
        {
            int[] minutes = [.. counts.Skip(hour * MinutesPerHour).Take(MinutesPerHour)];
            Line(terminal, from.AddHours(hour), minutes, most, isFirst: hour == 0);
        }

        if (most > 0)
        {
            terminal.Out.WriteLine(terminal.Paint(Ink.Muted, Legend(most)));
        }
    }

    private static void Line(Terminal terminal, DateTimeOffset hour, int[] minutes, int most, bool isFirst)
    {
        if (isFirst || hour.UtcDateTime.Hour == 0)
        {
            terminal.Out.WriteLine(hour.UtcDateTime.ToString("ddd d MMM", CultureInfo.InvariantCulture));
        }

        var cells = new StringBuilder();
        foreach (int starts in minutes)
        {
            cells.Append(Level(starts, most));
        }

        string sum = minutes.Sum().ToString("N0", CultureInfo.InvariantCulture);
        string mark = most > 1 && minutes.Max() == most ? "  " + terminal.Paint(Ink.Amber, Busiest(hour, minutes, most)) : "";
        terminal.Out.WriteLine($"  {hour.UtcDateTime:HH}h   {cells.ToString().PadRight(MinutesPerHour)} {sum,6}{mark}");
    }

    // The clock of the first minute alone: a line has no room for all of them.
    private static string Busiest(DateTimeOffset hour, int[] minutes, int most) => string.Create(
        CultureInfo.InvariantCulture, $"← {most:N0} at {hour.AddMinutes(Array.IndexOf(minutes, most)).UtcDateTime:HH:mm}");

    private static char Level(int starts, int most) => starts == 0 ? '·' : Levels[(int)Math.Ceiling((double)starts * Levels.Length / most) - 1];

    private static string Legend(int most) => string.Create(
        CultureInfo.InvariantCulture, $"        · none   {Levels[0]} up to {Math.Max(1, most / Levels.Length):N0}   {Levels[^1]} up to {most:N0} starts a minute");
}
