namespace Belfry.Policies.Breakers;

/// <summary>
/// A circuit breaker as functions of its state and the time. Trial calls are counted over what runs and not kept: one whose node
/// was lost can hold up nothing. Pure; the store decides whose end comes first.
/// </summary>
internal static class Breaker
{
    public static BreakerMode ModeAt(BreakerState state, BreakerPolicy policy, DateTimeOffset now) =>
        !state.IsOpen ? BreakerMode.Closed
        : TrialsFrom(state, policy) <= now ? BreakerMode.HalfOpen
        : BreakerMode.Open;

    /// <summary>When an open breaker begins to let trial calls through; null while closed, and when only a reset by hand helps.</summary>
    public static DateTimeOffset? TrialsFrom(BreakerState state, BreakerPolicy policy) =>
        state is { IsOpen: true, Isolated: false } ? state.Since + policy.Recovery : null;

    /// <summary>How many calls may begin now.</summary>
    /// <param name="trials">Calls under way that began at or after <see cref="TrialsFrom"/>.</param>
    public static int Room(BreakerState state, BreakerPolicy policy, DateTimeOffset now, int trials) => ModeAt(state, policy, now) switch
    {
        BreakerMode.Closed => int.MaxValue,
        BreakerMode.HalfOpen => Math.Max(0, policy.Trials - trials),
        _ => 0,
    };

    /// <summary>The state after the end of a call.</summary>
    public static BreakerState Next(BreakerState state, BreakerPolicy policy, Call call, DateTimeOffset now) =>
        state.IsOpen ? OfTrial(state, policy, call, now)
        : call.ClaimedAt < state.Since ? state
        : call.Outcome switch
        {
            CallOutcome.Failed => Failed(state, policy, call, now),
            CallOutcome.Succeeded when state.Failures.Count > 0 => state with { Failures = [] },
            _ => state,
        };

    /// <summary>Closed by hand.</summary>
    public static BreakerState Reset(BreakerState state, string reason, string by, DateTimeOffset now) =>
        BreakerState.Closed(Latest(state, now)) with { Cause = reason, By = by };

    /// <summary>Opened by hand, until <see cref="Reset"/>.</summary>
    public static BreakerState Isolate(BreakerState state, string reason, string by, DateTimeOffset now) =>
        Open(state, reason, now) with { Isolated = true, By = by };

    private static BreakerState OfTrial(BreakerState state, BreakerPolicy policy, Call call, DateTimeOffset now) =>
        !(call.ClaimedAt >= TrialsFrom(state, policy)) ? state
        : call.Outcome switch
        {
            CallOutcome.Failed => Open(state, $"a failed trial call{Because(call)}", now),
            CallOutcome.Succeeded => BreakerState.Closed(Latest(state, now)),
            _ => state,
        };

    private static BreakerState Failed(BreakerState state, BreakerPolicy policy, Call call, DateTimeOffset now)
    {
        DateTimeOffset[] failures = [.. state.Failures.Where(failure => failure > now - policy.Window), now];
        return failures.Length < policy.Failures
            ? state with { Failures = failures }
            : Open(
                state,
                $"{failures.Length} failure{(failures.Length == 1 ? "" : "s in a row")} within {Durations.Text(policy.Window)}{Because(call)}",
                now);
    }

    private static BreakerState Open(BreakerState state, string cause, DateTimeOffset now)
    {
        var since = Latest(state, now);
        return new BreakerState { Since = since, OpenedAt = state.OpenedAt ?? since, Cause = cause };
    }

    // Who waited for the row of a breaker may have read the clock before whoever wrote it.
    private static DateTimeOffset Latest(BreakerState state, DateTimeOffset now) => now > state.Since ? now : state.Since;

    private static string Because(Call call) => call.Error is { } error ? $" ({error})" : "";
}
