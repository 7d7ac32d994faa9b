namespace Belfry.Policies.Breakers;

/// <summary>A breaker for people. Pure.</summary>
internal static class BreakerSentences
{
    /// <summary>Goes on from the breaker's name: <c>is open since … after …; the next trial call may begin at …</c>.</summary>
    public static string Of(BreakerState state, BreakerPolicy policy, DateTimeOffset now) => Breaker.ModeAt(state, policy, now) switch
    {
        BreakerMode.Closed => state.Failures.Count == 0
            ? $"is closed since {Durations.Instant(state.Since)}"
            : $"is closed; {state.Failures.Count} of {policy.Failures} failures in a row",
        _ when state.Isolated => $"is isolated by {state.By} since {Durations.Instant(state.Since)} until somebody resets it: {state.Cause}",
        BreakerMode.HalfOpen => $"is half open since {Durations.Instant(Breaker.TrialsFrom(state, policy)!.Value)}, "
            + $"{policy.Trials} trial call{(policy.Trials == 1 ? "" : "s")} at a time; it opened at {Opened(state)}",
        _ => $"is open since {Opened(state)}; the next trial call may begin at {Durations.Instant(Breaker.TrialsFrom(state, policy)!.Value)}",
    };

    private static string Opened(BreakerState state) => $"{Durations.Instant(state.OpenedAt!.Value)} after {state.Cause}";
}
