using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Belfry.Hosting;

/// <param name="Works">Whether this process fires and runs jobs.</param>
/// <param name="Node">The numbers of the node.</param>
internal sealed record BelfryHostOptions(bool Works, NodeOptions Node);

/// <summary>Starts the node with the host and drains it when the host stops.</summary>
internal sealed class BelfryHost(
    IStore store, JobControl control, JobCatalog catalog, BelfryNode node, BelfryHostOptions options, ILogger<BelfryHost> logger)
    : IHostedService
{
    private bool started;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.Migrate(cancellationToken);
        await Declare(cancellationToken);
        if (options.Works)
        {
            control.Changed += node.Wake;
            control.CancelRequested += node.Cancel;
            node.Start(ThreadLoop.Run);
            started = true;
        }
    }

    // The jobs of a process from elsewhere are not this store's jobs, though they may bear the same names.
    private async Task Declare(CancellationToken cancellation)
    {
        if (catalog.Declared.Count == 0)
        {
            return;
        }

        if (await store.Nodes.Environment(cancellation) is { } environment && environment != options.Node.Environment)
        {
            EngineLog.NotDeclared(logger, environment, options.Node.Environment ?? "nothing");
            return;
        }

        await control.Declare(catalog.Declared, cancellation);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (started)
        {
            control.Changed -= node.Wake;
            control.CancelRequested -= node.Cancel;
            await node.StopAsync(cancellationToken);
        }
    }
}
