using Microsoft.Extensions.Hosting;

namespace Belfry.Server.Hosting;

/// <summary>Signals reach the verb, which ends the host; the host's own handling would do so a second time.</summary>
internal sealed class SignalsElsewhere : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
