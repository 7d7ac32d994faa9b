using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>What lies between a simulated process and the store: delay, loss before the commit, loss after it, outage.</summary>
internal sealed class Network(World world, Host host, Faults faults)
{
    private Faults faults = faults;

    public bool Down { get; set; }

    /// <summary>No travelling: every call completes at once.</summary>
    public bool Instant { get; init; }

    public void Heal()
    {
        Down = false;
        faults = new Faults();
    }

    public async ValueTask<T> Call<T>(string what, Func<ValueTask<T>> operation)
    {
        await Travel();
        if (Down || world.Chance.NextDouble() < faults.LostBefore)
        {
            world.Note($"{host.Name} {what}: lost before");
            throw new StoreUnavailableException("simulated: the request was lost");
        }

        world.AssertOnThread();
        var answer = await operation();
        await Travel();
        if (Down || world.Chance.NextDouble() < faults.LostAfter)
        {
            world.Note($"{host.Name} {what}: reply lost");
            throw new StoreUnavailableException("simulated: the reply was lost");
        }

        return answer;
    }

    // Also while frozen or after a kill: the continuation is deferred or dropped, the commit stands.
    private Task Travel()
    {
        if (Instant)
        {
            return Task.CompletedTask;
        }

        var milliseconds = 1 + world.Chance.Next(faults.Slow && world.Chance.Next(10) == 0 ? 800 : 20);
        return Engine.Wait.For(TimeSpan.FromMilliseconds(milliseconds), host.Time, CancellationToken.None);
    }
}
