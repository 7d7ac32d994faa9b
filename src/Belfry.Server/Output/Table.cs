using System.Text;
using System.Text.RegularExpressions;

namespace Belfry.Server.Output;

/// <summary>Rows in columns with two spaces between them. Cuts long cells in the middle, and only for a person.</summary>
internal static partial class Table
{
    private const int Gap = 2;
    private const int NarrowestCut = 12;

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colours();

    public static void Write(Terminal terminal, IReadOnlyList<(string Heading, bool Right)> columns, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. columns.Select((column, i) => rows.Select(row => Width(row[i])).Append(column.Heading.Length).Max())];
        Fit(widths, terminal.Width);
        terminal.Out.WriteLine(terminal.Paint(Ink.Muted, Line(columns, widths, [.. columns.Select(column => column.Heading)])));
        foreach (string[] row in rows)
        {
            terminal.Out.WriteLine(Line(columns, widths, row));
        }
    }

    private static string Line(IReadOnlyList<(string Heading, bool Right)> columns, int[] widths, string[] cells)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            string cell = Cut(cells[i], widths[i]);
            string padding = new(' ', widths[i] - Width(cell));
            line.Append(columns[i].Right ? padding + cell : cell + padding).Append(' ', Gap);
        }

        return line.ToString().TrimEnd();
    }

    // The widest column gives way first, down to where its content would stop being recognisable.
    private static void Fit(int[] widths, int room)
    {
        while (room < int.MaxValue && widths.Sum() + (Gap * (widths.Length - 1)) > room)
        {
            int widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= NarrowestCut)
            {
                return;
            }

            widths[widest]--;
        }
    }

    // The middle goes: the end of a name tells more than its middle does.
    private static string Cut(string cell, int width)
    {
        if (Width(cell) <= width)
        {
            return cell;
        }

        string plain = Colours().Replace(cell, "");
        int tail = (width - 1) / 2;
        return $"{plain[..(width - 1 - tail)]}…{plain[^tail..]}";
    }

    private static int Width(string text) => text.Contains('\e', StringComparison.Ordinal) ? Colours().Replace(text, "").Length : text.Length;
}
