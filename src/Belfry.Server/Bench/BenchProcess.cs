using System.Diagnostics;
using System.Globalization;

namespace Belfry.Server.Bench;

/// <summary>A bench node in a process of its own (<c>belfry bench-node</c>), which ends when its standard input closes.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private readonly Process process;

    private BenchProcess(Process process) => this.process = process;

    /// <summary>Returns when the node has started.</summary>
    public static async Task<BenchProcess> Start(string address, int slots, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["bench-node", "--slots", slots.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // Not an argument: it may hold a password, and arguments can be read by everybody.
        start.Environment["BELFRY_STORE"] = address;
        var node = new BenchProcess(Process.Start(start)!);
        await node.ReadLine(cancellation);
        return node;
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> ReadLine(CancellationToken cancellation) =>
        await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("a bench node ended by itself");

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
