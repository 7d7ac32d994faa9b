using System.Text.Json;
using Belfry.Policies;
using Belfry.Schedules;

namespace Belfry.Jobs;

/// <summary>
/// What to run, when, and under which policies: the part of a job that people write, the same in code, YAML, CLI and REST.
/// Immutable; validation says what is wrong with one.
/// </summary>
public sealed record JobDefinition
{
    /// <summary>Unique name: letters, digits, <c>. _ -</c> and <c>/</c> for folders; at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>When, in the one text form (<c>daily at 02:00 in America/New_York</c>).</summary>
    public string Schedule { get; init; } = "manual";

    /// <summary>Zone used when the schedule text names none; null is UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>Which end of the jobs that it follows lets it run; of no meaning for one that follows none.</summary>
    public DependencyRule On { get; init; }

    /// <summary>What becomes of a tick whose upstream jobs ended otherwise.</summary>
    public UnmetRule Unmet { get; init; }

    /// <summary>The jobs it follows, from its schedule (<c>after extract, load</c>); empty when it has times of its own.</summary>
    public IReadOnlyList<string> After => ReadSchedule()?.After ?? [];

    public required JobAction Run { get; init; }

    /// <summary>JSON handed to each run that brings no arguments of its own.</summary>
    public JsonElement? Args { get; init; }

    /// <summary>Longest execution of one attempt; null is no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    public RetryPolicy Retry { get; init; } = RetryPolicy.None;
    public SnoozePolicy Snooze { get; init; } = SnoozePolicy.Default;
    public OverlapRule Overlap { get; init; } = OverlapRule.Skip;
    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.Default;

    public CronFormat Format { get; init; }
    public DayRule DayRule { get; init; }
    public GapPolicy Gap { get; init; }
    public OverlapPolicy DstOverlap { get; init; }

    /// <summary>First and last instant at which the schedule may fire, both inclusive.</summary>
    public DateTimeOffset? Start { get; init; }
    public DateTimeOffset? End { get; init; }

    /// <summary>Greatest deterministic start delay.</summary>
    public TimeSpan Jitter { get; init; }

    public IReadOnlyList<Calendar> Calendars { get; init; } = [];
    public ExcludedPolicy OnExcluded { get; init; }

    public string Queue { get; init; } = "default";

    /// <summary>Higher runs first: <c>high</c> is 10, <c>normal</c> 0, <c>low</c> -10.</summary>
    public int Priority { get; init; }

    /// <summary>How many of its runs may run at once and start in a time, in the whole cluster; null is as many as there are.</summary>
    public LimitPolicy? Limit { get; init; }

    /// <summary>Stops calling what keeps failing, for all nodes and for all jobs that share it; null is none.</summary>
    public JobBreaker? Breaker { get; init; }

    public WorkerLostRule OnWorkerLost { get; init; }
    public DeadLetterRule OnDeadLetter { get; init; }

    /// <summary>What a normal run is like; null expects nothing.</summary>
    public ExpectPolicy? Expect { get; init; }

    /// <summary>Who is told when things go wrong; null tells nobody.</summary>
    public NotifyPolicy? Notify { get; init; }

    public string? Description { get; init; }
    public string? Owner { get; init; }
    public string? Category { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();
    public bool Enabled { get; init; } = true;

    /// <summary>The breaker its runs are under: that of the named resource, or one of its own; null is none.</summary>
    internal string? BreakerName => Breaker is { } breaker ? breaker.Resource ?? $"job:{Name}" : null;

    /// <summary>The schedule with all its settings.</summary>
    /// <exception cref="ScheduleException">The text is no schedule.</exception>
    public Schedule ParseSchedule() => Schedules.Schedule.Parse(Schedule, ScheduleOptions());

    /// <summary>The schedule, or null when this version cannot read what was once stored.</summary>
    internal Schedule? ReadSchedule() => Schedules.Schedule.TryParse(Schedule, ScheduleOptions(), out var schedule, out _) ? schedule : null;

    /// <summary>The settings beside the schedule text, as the schedule engine takes them.</summary>
    public ScheduleOptions ScheduleOptions() => new()
    {
        Zone = Zone,
        Seed = Name,
        Format = Format,
        DayRule = DayRule,
        Gap = Gap,
        Overlap = DstOverlap,
        Start = Start,
        End = End,
        Jitter = Jitter,
        Calendars = Calendars,
        OnExcluded = OnExcluded,
    };
}

/// <summary>What happens to the run of a node that died, or was stopped and could not wait any longer, while executing it.</summary>
public enum WorkerLostRule
{
    /// <summary>Executed again, at most three times (at-least-once).</summary>
    Retry,

    /// <summary>Ends as failed (at-most-once start).</summary>
    Fail,
}

/// <summary>What happens to a job when one of its runs becomes a dead letter.</summary>
public enum DeadLetterRule
{
    /// <summary>It goes on with its next tick.</summary>
    Continue,

    /// <summary>It is disabled, until somebody enables it.</summary>
    Disable,
}

/// <summary>What happens to a tick while a run of the same job is still live.</summary>
public enum OverlapRule
{
    /// <summary>The tick is recorded as skipped with the run that was in its way.</summary>
    Skip,

    /// <summary>The tick's run waits its turn, in order of ticks.</summary>
    Queue,

    /// <summary>Runs of the job may execute side by side.</summary>
    Allow,

    /// <summary>The live run is cancelled; the tick's run starts when it has ended.</summary>
    Replace,
}
