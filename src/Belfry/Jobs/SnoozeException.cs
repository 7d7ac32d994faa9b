namespace Belfry.Jobs;

/// <summary>
/// Ends an attempt as "not yet": the run begins again later, and that costs no attempt. Thrown by <see cref="JobContext.Snooze"/>; code
/// that does not know its run may throw it itself.
/// </summary>
/// <remarks>An <see cref="OperationCanceledException"/>, because that is what code around a job's work lets pass as a rule.</remarks>
public sealed class SnoozeException : OperationCanceledException
{
    /// <summary>The shortest time a run can be put off.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The longest time a run can be put off.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <param name="time">How long to wait; one second to 365 days.</param>
    /// <param name="reason">Shown to people while the run waits; at most 500 characters of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is shorter or longer than that.</exception>
    public SnoozeException(TimeSpan time, string? reason = null)
        : base(reason ?? "The run is put off.")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Shortest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest);
        (Time, Reason) = (time, reason);
    }

    public TimeSpan Time { get; }

    public string? Reason { get; }
}
