namespace Belfry.Policies;

/// <summary>How the delay before the next attempt grows.</summary>
public enum RetryStrategy
{
    Exponential,
    Fixed,
    Immediate,
    List,
}

/// <summary>How often, when and after which errors a failed attempt is tried again.</summary>
public sealed record RetryPolicy
{
    public static RetryPolicy None { get; } = new() { Attempts = 1 };

    public RetryStrategy Strategy { get; init; } = RetryStrategy.Exponential;

    /// <summary>Attempts in all, the first included; 1 is no retry.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The first delay (exponential) or each delay (fixed).</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The greatest delay of the exponential strategy.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromMinutes(16);

    /// <summary>The delays of the list strategy; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; init; } = [];

    /// <summary>Exponential delays are drawn between zero and the computed value ("full jitter"), so that a herd spreads.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>
    /// When not empty, only these errors are retried. Each is a type, short or full (<c>TimeoutException</c>), a type and a
    /// message (<c>HttpRequestException: *503*</c>) or exit codes (<c>exit 75</c>, <c>exit 64-78</c>); a star stands for anything.
    /// </summary>
    public IReadOnlyList<string> RetryOn { get; init; } = [];

    /// <summary>Errors that are never retried, whatever <see cref="RetryOn"/> says; written like those.</summary>
    public IReadOnlyList<string> NeverRetryOn { get; init; } = [];

    /// <summary>How many retries all runs of the job may have in a time; null is no bound.</summary>
    public RetryBudget? Budget { get; init; }
}
