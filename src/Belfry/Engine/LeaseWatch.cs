using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>
/// Stops the node's runs when its lease comes near its end, whatever the heart does: a beat that hangs inside the store must not
/// keep the runs going after others may have claimed them (promise I12). Asks nobody; on a thread of its own in production.
/// </summary>
internal sealed class LeaseWatch(Node node, ILogger<LeaseWatch> logger) : IService
{
    private const string Cause = "no heartbeat was answered in time";

    public string Name => "lease watch";

    public ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (node.LoseRunOutLease(Cause) is { } stopped)
        {
            EngineLog.LeaseLost(logger, node.Options.Name, stopped, Cause);
        }

        // A beat that is answered meanwhile only moves the end away: looking too early costs one look more.
        return ValueTask.FromResult(node.LeaseLeft is { } left ? left : node.Options.LeaseTime - node.Options.FenceMargin);
    }
}
