namespace Belfry.Locks;

/// <summary>What became of the attempts at one lock.</summary>
/// <param name="Since">The first attempt that is counted.</param>
/// <param name="Refused">Attempts while somebody else held it.</param>
/// <param name="Expired">Leases that ended with their time; counted when somebody notices.</param>
/// <param name="Held">Length of all leases that have ended, together.</param>
/// <param name="LastForced">The last time it was taken away from its holder.</param>
public sealed record LockStatistics(
    string Name,
    DateTimeOffset Since,
    long Acquired,
    long Refused,
    long Expired,
    long Released,
    long Forced,
    TimeSpan Held,
    ForcedRelease? LastForced)
{
    /// <summary>Which part of the attempts was refused, 0 to 1.</summary>
    public double Contention => Refused == 0 ? 0 : (double)Refused / (Acquired + Refused);

    /// <summary>Of the leases that have ended; null when none has.</summary>
    public TimeSpan? AverageHeld => Expired + Released + Forced is var ended and > 0 ? Held / ended : null;
}

/// <param name="Owner">From whom.</param>
/// <param name="Token">That of the lease which ended.</param>
public sealed record ForcedRelease(DateTimeOffset At, string By, string Reason, string Owner, long Token);
