using Belfry.Server.Output;

namespace Belfry.Server.Tests;

public sealed class TableTests
{
    private static readonly string[] Row = ["billing/invoice-synchronisation-of-all-tenants", "42"];

    [Fact]
    public void Nothing_is_cut_for_a_program() => Written(int.MaxValue).ShouldBe(
        "NAME                                            N\nbilling/invoice-synchronisation-of-all-tenants  42\n");

    [Fact]
    public void Long_cells_lose_their_middle_for_a_person() => Written(30).ShouldBe(
        "NAME                        N\nbilling/invoi…-all-tenants  42\n");

    private static string Written(int width)
    {
        var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = output, Error = TextWriter.Null, IsInteractive = true, CanAsk = false, Colour = false, Quiet = false, Width = width,
        };
        Table.Write(terminal, [("NAME", false), ("N", false)], [Row]);
        return output.ToString();
    }
}
