using Belfry.Runs;

namespace Belfry.Policies;

/// <summary>For how long a run is put off, and why.</summary>
internal sealed record Snooze(TimeSpan For, string? Reason)
{
    /// <summary>What an attempt's end means for the run: put off, failed, or neither.</summary>
    /// <param name="policy">The job's policy.</param>
    /// <param name="asked">What the job's code asked for; null when it did not.</param>
    /// <param name="error">Why the attempt failed; null when it did not.</param>
    /// <param name="snoozes">How often the run has been put off.</param>
    /// <returns>At most one of the two. An error when the run has been put off too often.</returns>
    public static (Snooze? Snooze, RunError? TooOften) Decide(SnoozePolicy policy, Snooze? asked, RunError? error, int snoozes)
    {
        var wanted = asked ?? (error is not null && ErrorPattern.AnyMatches(policy.Errors, error) ? new Snooze(policy.For, error.Message) : null);
        if (wanted is null || snoozes < policy.Max)
        {
            return (wanted, null);
        }

        string reason = wanted.Reason is { } text ? $", again because: {text}" : "";
        return (null, RunErrors.Of("snoozed-too-often", $"The run asked to be put off once more after {snoozes:N0} times, the most its job allows{reason}"));
    }
}
