using Microsoft.Extensions.Hosting;

namespace Belfry.Server.Bench;

/// <summary>The nodes of one measurement: one in this process, or several in processes of their own.</summary>
internal sealed class BenchNodes : IAsyncDisposable
{
    private readonly IHost? host;
    private readonly IReadOnlyList<BenchProcess> processes;

    private BenchNodes(IHost? host, IReadOnlyList<BenchProcess> processes) => (this.host, this.processes) = (host, processes);

    public static async Task<BenchNodes> Start(BenchStore bench, int nodes, int slots, CancellationToken cancellation) => nodes == 1
        ? new BenchNodes(await bench.StartNode(slots, cancellation), [])
        : new BenchNodes(null, await Task.WhenAll(
            Enumerable.Range(0, nodes).Select(_ => BenchProcess.Start(bench.Place.Address, slots, cancellation))));

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.StopAsync();
            host.Dispose();
        }

        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }
}
