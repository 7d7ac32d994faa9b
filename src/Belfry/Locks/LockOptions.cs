namespace Belfry.Locks;

/// <summary>How a lock is taken and held.</summary>
public sealed record LockOptions
{
    /// <param name="ttl">How long it is held unless renewed or released; 10 ms to 30 days.</param>
    public LockOptions(TimeSpan ttl) => Ttl = ttl;

    /// <summary>How long it is held unless renewed or released.</summary>
    public TimeSpan Ttl { get; }

    /// <summary>Renews it every third of its time until it is released; <see cref="HeldLock.Lost"/> tells when that fails.</summary>
    public bool KeepRenewing { get; init; }

    /// <summary>What happens when the provider cannot be asked.</summary>
    public WhenAway WhenAway { get; init; }
}

/// <summary>What an attempt at a lock does when the provider cannot be asked.</summary>
public enum WhenAway
{
    /// <summary>Throws <see cref="Storage.StoreUnavailableException"/>: nobody gets the lock.</summary>
    Fail,

    /// <summary>Goes on without protection: the answer is a <see cref="HeldLock"/> in the state <see cref="LockState.Unprotected"/>.</summary>
    RunAnyway,
}
