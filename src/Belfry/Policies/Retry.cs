using Belfry.Runs;

namespace Belfry.Policies;

/// <summary>Makes retry policies, and decides what follows a failed attempt. Pure: chance comes in as an argument.</summary>
public static class Retry
{
    /// <summary>Delays of at most 1, 2, 4, 8, 16 minutes by default, each drawn between zero and its value.</summary>
    public static RetryPolicy Exponential(int attempts = 6, TimeSpan? delay = null, TimeSpan? cap = null) => new()
    {
        Strategy = RetryStrategy.Exponential,
        Attempts = attempts,
        Delay = delay ?? TimeSpan.FromMinutes(1),
        Cap = cap ?? TimeSpan.FromMinutes(16),
    };

    /// <summary>The same delay before each attempt.</summary>
    public static RetryPolicy Fixed(int attempts, TimeSpan delay) =>
        new() { Strategy = RetryStrategy.Fixed, Attempts = attempts, Delay = delay };

    /// <summary>No delay at all.</summary>
    public static RetryPolicy Immediate(int attempts) => new() { Strategy = RetryStrategy.Immediate, Attempts = attempts };

    /// <summary>One delay for each further attempt: three delays make four attempts.</summary>
    public static RetryPolicy List(params TimeSpan[] delays) =>
        new() { Strategy = RetryStrategy.List, Attempts = delays.Length + 1, Delays = delays };

    /// <summary>The wait before the next attempt, or null when there is none.</summary>
    /// <param name="policy">The job's policy.</param>
    /// <param name="attempt">The attempt that failed; 1 is the first.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="chance">Uniform in [0, 1).</param>
    internal static TimeSpan? Next(RetryPolicy policy, int attempt, RunError error, double chance)
    {
        if (attempt >= policy.Attempts || !Covers(policy, error))
        {
            return null;
        }

        var longest = Longest(policy, attempt);
        return policy is { Strategy: RetryStrategy.Exponential, Jitter: true } ? longest * chance : longest;
    }

    /// <summary>The wait after an attempt before chance shortens it.</summary>
    internal static TimeSpan Longest(RetryPolicy policy, int attempt) => policy.Strategy switch
    {
        RetryStrategy.Immediate => TimeSpan.Zero,
        RetryStrategy.Fixed => policy.Delay,
        RetryStrategy.List => policy.Delays.Count == 0
            ? TimeSpan.Zero
            : policy.Delays[Math.Min(attempt, policy.Delays.Count) - 1],
        _ => Doubled(policy, attempt),
    };

    private static TimeSpan Doubled(RetryPolicy policy, int attempt)
    {
        // As numbers: a TimeSpan ends at 2^63 ticks, which a minute reaches with its 35th doubling.
        var grown = policy.Delay.Ticks * Math.Pow(2, Math.Min(attempt - 1, 60));
        return grown > policy.Cap.Ticks ? policy.Cap : TimeSpan.FromTicks((long)grown);
    }

    private static bool Covers(RetryPolicy policy, RunError error) =>
        !ErrorPattern.AnyMatches(policy.NeverRetryOn, error)
        && (policy.RetryOn.Count == 0 || ErrorPattern.AnyMatches(policy.RetryOn, error));
}
