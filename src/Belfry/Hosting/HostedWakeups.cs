using Belfry.Storage;

namespace Belfry.Hosting;

/// <summary>The process's wake-ups, or silence where there is no way to wake others.</summary>
internal sealed class HostedWakeups(IWakeups? wakeups) : IAsyncDisposable
{
    private IAsyncDisposable? listening;

    public void Announce() => wakeups?.Announce();

    public void Listen(Action look) => listening = wakeups?.Listen(look);

    public async ValueTask StopListening()
    {
        if (Interlocked.Exchange(ref listening, null) is { } ended)
        {
            await ended.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopListening();
        if (wakeups is not null)
        {
            await wakeups.DisposeAsync();
        }
    }
}
