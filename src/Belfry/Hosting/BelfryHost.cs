using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.Extensions.Hosting;

namespace Belfry.Hosting;

/// <param name="Works">Whether this process fires and runs jobs.</param>
internal sealed record BelfryHostOptions(bool Works);

/// <summary>Starts the node with the host and drains it when the host stops.</summary>
internal sealed class BelfryHost(
    IStore store, JobControl control, DeclaredJobs declared, BelfryNode node, HostedWakeups wakeups, BelfryHostOptions options) : IHostedService
{
    private bool started;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.Migrate(cancellationToken);
        control.Changed += wakeups.Announce;
        await declared.Store(cancellationToken);
        if (options.Works)
        {
            control.Changed += node.Wake;
            control.CancelRequested += node.Cancel;
            node.Start(ThreadLoop.Run);
            wakeups.Listen(node.Wake);
            started = true;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        control.Changed -= wakeups.Announce;
        if (started)
        {
            await wakeups.StopListening();
            control.Changed -= node.Wake;
            control.CancelRequested -= node.Cancel;
            await node.StopAsync(cancellationToken);
        }
    }
}
