using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>What follows when a run ends as dead. Pure.</summary>
internal static class Death
{
    /// <summary>Why the attempt that ended was the last one.</summary>
    public static DeathReason ReasonOf(int attempt, int maxAttempts) =>
        attempt < maxAttempts ? DeathReason.NotRetried : DeathReason.Attempts;

    /// <summary>The job's definition when it is to be switched off, and why; null when it goes on.</summary>
    public static (JobDefinition Definition, JobOff Off)? SwitchesOff(JobDefinition job, Guid run, RunError? error, DateTimeOffset now) =>
        job is { Enabled: true, OnDeadLetter: DeadLetterRule.Disable }
            ? (job with { Enabled = false }, new JobOff($"run {run:n} became a dead letter: {Short(error)}", "belfry", now))
            : null;

    private static string Short(RunError? error) => error?.Message is not { } text ? "no error was recorded"
        : text.Length <= 200 ? text.TrimEnd('.')
        : text[..200] + "…";
}
