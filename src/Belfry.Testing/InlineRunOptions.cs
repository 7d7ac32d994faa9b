using System.Text.Json;
using Belfry.Jobs;
using Belfry.Runs;

namespace Belfry.Testing;

/// <summary>What an inline run tells the job about itself; each value stands for what a node would say.</summary>
public sealed record InlineRunOptions
{
    public string Job { get; init; } = "test";

    public Guid RunId { get; init; } = new("0190b6a0-0000-7000-8000-000000000001");

    /// <summary>The tick that the run is for.</summary>
    public DateTimeOffset Due { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int Attempt { get; init; } = 1;

    public int MaxAttempts { get; init; } = 1;

    /// <summary>How often the run has been put off.</summary>
    public int Snoozes { get; init; }

    public long FencingToken { get; init; } = 1;

    public bool DryRun { get; init; }

    public RunTrigger Trigger { get; init; } = RunTrigger.Schedule;

    /// <summary>The arguments; written as JSON, as a node hands them over.</summary>
    public object? Args { get; init; }

    /// <summary>State that an earlier attempt has saved.</summary>
    public object? Checkpoint { get; init; }

    public long MissedCount { get; init; }

    public DateTimeOffset? FirstMissed { get; init; }

    /// <summary>The clock that the job's services get; a <see cref="VirtualTime"/> makes it stand still.</summary>
    public TimeProvider Time { get; init; } = new VirtualTime();

    internal JobContext Context(AttemptJournal journal, JsonElement? args) => new(journal)
    {
        RunId = RunId,
        Job = Job,
        Due = Due,
        Attempt = Attempt,
        MaxAttempts = MaxAttempts,
        Snoozes = Snoozes,
        FencingToken = FencingToken,
        DryRun = DryRun,
        Trigger = Trigger,
        Args = args,
        MissedCount = MissedCount,
        FirstMissed = FirstMissed,
    };
}
