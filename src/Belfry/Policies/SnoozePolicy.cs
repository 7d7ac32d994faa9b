namespace Belfry.Policies;

/// <summary>
/// When a run is put off instead of failed: it begins again later, from its checkpoint, and that costs no attempt. Code asks
/// for it with <c>run.Snooze</c>; here are the errors that mean the same.
/// </summary>
public sealed record SnoozePolicy
{
    public static SnoozePolicy Default { get; } = new();

    /// <summary>
    /// Errors that say "not yet"; written like those of a retry policy: <c>exit 75</c>, a type, or a type and a message. Empty is none.
    /// </summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>For how long one of <see cref="Errors"/> puts the run off.</summary>
    public TimeSpan For { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a run is put off at most; the next time is a failure.</summary>
    public int Max { get; init; } = 10_000;
}
