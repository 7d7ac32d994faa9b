namespace Belfry.Policies;

/// <summary>How the delay before the next attempt grows.</summary>
public enum RetryStrategy
{
    Exponential,
    Fixed,
    Immediate,
    List,
}

/// <summary>How often and when a failed attempt is tried again.</summary>
public sealed record RetryPolicy
{
    public static RetryPolicy None { get; } = new() { Attempts = 1 };

    public RetryStrategy Strategy { get; init; } = RetryStrategy.Exponential;

    /// <summary>Attempts in all, the first included; 1 is no retry.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The first delay (exponential) or each delay (fixed).</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The greatest delay of the exponential strategy.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromMinutes(16);

    /// <summary>The delays of the list strategy; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; init; } = [];

    /// <summary>Exponential delays are drawn between half and all of the computed value, so that a herd spreads.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>When not empty, only errors whose type name (short or full) stands here are retried.</summary>
    public IReadOnlyList<string> On { get; init; } = [];
}
