using Belfry.Policies;
using Belfry.Runs;

namespace Belfry.Engine;

/// <summary>What a job's code made of an attempt, before policy says what follows.</summary>
internal sealed record AttemptResult(
    bool Succeeded, RunError? Error, int? ExitCode = null, long? PeakMemoryBytes = null, TimeSpan? CpuTime = null)
{
    public static AttemptResult Success { get; } = new(true, null);

    /// <summary>Asked to end before its instant came.</summary>
    public static AttemptResult NotStarted { get; } = new(false, null);

    /// <summary>The job's code asked to begin again later.</summary>
    public Snooze? Snooze { get; init; }

    public static AttemptResult Failed(RunError error) => new(false, error);
}
