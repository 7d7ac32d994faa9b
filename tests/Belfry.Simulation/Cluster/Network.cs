using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>What lies between a simulated process and the store: delay, loss before the commit, loss after it, outage.</summary>
internal sealed class Network(World world, Host host)
{
    private const double Loss = 0.03;
    private const int Usual = 20;
    private const int Slow = 800;
    private const int VerySlow = 12_000;

    private readonly Chance chance = new(world.Chance.NextBits());
    private bool healed;

    public bool Down { get; set; }

    /// <summary>No travelling: every call completes at once.</summary>
    public bool Instant { get; init; }

    public void Heal() => (Down, healed) = (false, true);

    public async ValueTask<T> Call<T>(string what, Func<ValueTask<T>> operation)
    {
        await Travel();
        if (Down || Happens(Fault.LostRequests))
        {
            host.Troubled();
            world.Note($"{host.Name} {what}: lost before");
            throw new StoreUnavailableException("simulated: the request was lost");
        }

        world.AssertOnThread();
        var answer = await operation();
        await Travel();
        if (Down || Happens(Fault.LostReplies))
        {
            host.Troubled();
            world.Note($"{host.Name} {what}: reply lost");
            throw new StoreUnavailableException("simulated: the reply was lost");
        }

        return answer;
    }

    // Also while frozen or after a kill: the continuation is deferred or dropped, the commit stands.
    private async Task Travel()
    {
        if (Instant)
        {
            return;
        }

        var most = healed || !world.Setting.Has(Fault.SlowCalls) ? Usual : chance.Next(100) switch { 0 => VerySlow, < 10 => Slow, _ => Usual };
        var isSlow = most > Usual;
        host.SlowCalls += isSlow ? 1 : 0;
        await world.After(TimeSpan.FromMilliseconds(1 + chance.Next(most)));
        if (isSlow)
        {
            host.SlowCalls--;
            host.Troubled();
        }
    }

    private bool Happens(Fault loss) => !Instant && !healed && world.Setting.Has(loss) && chance.NextDouble() < Loss;
}
