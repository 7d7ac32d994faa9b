namespace Belfry.Policies.Breakers;

public enum BreakerMode
{
    /// <summary>Calls go through.</summary>
    Closed,

    /// <summary>None does.</summary>
    Open,

    /// <summary>A few do, on trial: the first of them that ends closes it or opens it again.</summary>
    HalfOpen,
}

/// <summary>
/// What the cluster keeps of one breaker. Half open is not kept: it is what open becomes with time (<see cref="Breaker.ModeAt"/>).
/// </summary>
public sealed record BreakerState
{
    /// <summary>A new one.</summary>
    public static BreakerState Closed(DateTimeOffset since) => new() { Since = since };

    /// <summary>When the present period began: it closed, it opened, or a trial call failed. Ends of older calls say nothing about it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last closed and then opened; null while closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The latest failures in a row while closed, oldest first; never as many as open it.</summary>
    public IReadOnlyList<DateTimeOffset> Failures { get; init; } = [];

    /// <summary>Opened by hand: only a reset by hand ends it.</summary>
    public bool Isolated { get; init; }

    /// <summary>Why it is open, or why somebody closed it.</summary>
    public string? Cause { get; init; }

    /// <summary>Who opened or closed it by hand; null when calls did.</summary>
    public string? By { get; init; }

    public bool IsOpen => OpenedAt is not null;

    /// <summary>Closed and without a failure: a success changes nothing.</summary>
    public bool IsPristine => !IsOpen && Failures.Count == 0;
}
