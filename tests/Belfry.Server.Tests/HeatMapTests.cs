using Belfry.Server.Output;

namespace Belfry.Server.Tests;

public sealed class HeatMapTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_is_an_hour_and_a_column_a_minute()
    {
        int[] counts = new int[120];
        (counts[0], counts[30], counts[61], counts[119]) = (1, 4, 8, 2);
        Written(counts).ShouldBe(
            """
            UTC     :00       :10       :20       :30       :40       :50           Σ/h
            Sun 22 Nov
              23h   ▁·····························▄·····························      5
            Mon 23 Nov
              00h   ·█·························································▂     10  ← 8 at 00:01
                    · none   ▁ up to 1   █ up to 8 starts a minute

            """);
    }

    [Fact]
    public void Nothing_has_no_busiest_minute() => Written(new int[60]).ShouldNotContain("←");

    [Fact]
    public void Every_line_fits_a_terminal_of_80_columns() =>
        Written([.. Enumerable.Range(0, 600).Select(minute => minute % 7)]).Split('\n').ShouldAllBe(line => line.Split("  ←")[0].Length <= 80);

    private static string Written(int[] counts)
    {
        var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = output, Error = TextWriter.Null, IsInteractive = true, CanAsk = false, Colour = false, Quiet = false, Width = 80,
        };
        HeatMap.Write(terminal, Evening, counts);
        return output.ToString();
    }
}
