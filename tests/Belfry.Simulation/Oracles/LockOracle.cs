using Belfry.Locks;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of named locks: one lease at a time by the store's clock, tokens that only grow, and nobody ends the lease
/// of another.
/// </summary>
internal sealed class LockOracle(World world, Oracle oracle)
{
    private readonly Dictionary<string, (long Token, DateTimeOffset Until, bool Free)> leases = new(StringComparer.Ordinal);

    public LockLease? Taken(string name, LockLease? lease)
    {
        if (lease is null)
        {
            return null;
        }

        world.Note($"lock {name} taken with token {lease.Token}");
        if (leases.TryGetValue(name, out var before))
        {
            oracle.Require(lease.Token > before.Token, $"L: the token of lock {name} did not grow");
            oracle.Require(before.Free || before.Until <= world.StoreTime.Judged, $"L: lock {name} was given while another held it");
        }

        leases[name] = (lease.Token, lease.ExpiresAt, false);
        return lease;
    }

    public DateTimeOffset? Renewed(string name, long token, DateTimeOffset? until)
    {
        if (until is { } end)
        {
            oracle.Require(IsCurrent(name, token), $"L: lock {name} was renewed by somebody who does not hold it");
            leases[name] = (token, end, false);
        }

        return until;
    }

    public bool Released(string name, long token, bool released)
    {
        if (released)
        {
            oracle.Require(leases.GetValueOrDefault(name).Token == token, $"L: lock {name} was released by somebody who does not hold it");
            leases[name] = (token, default, true);
        }

        return released;
    }

    private bool IsCurrent(string name, long token) =>
        leases.TryGetValue(name, out var lease) && lease.Token == token && !lease.Free && lease.Until > world.StoreTime.Judged;
}
