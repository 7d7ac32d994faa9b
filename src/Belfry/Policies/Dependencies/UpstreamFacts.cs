using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Schedules;

namespace Belfry.Policies.Dependencies;

/// <summary>What the store knows of one job for one instant.</summary>
/// <param name="Definition">Null when this version cannot read it.</param>
/// <param name="NextDue">Its cursor.</param>
/// <param name="IsLive">A run for the instant has not ended.</param>
/// <param name="Ended">The state of the run of its tick at the instant, when that has ended.</param>
/// <param name="Skipped">Why the instant is recorded as skipped.</param>
/// <param name="Awaits">It follows others, and some of them were heard of for the instant.</param>
internal sealed record UpstreamFact(
    bool Exists,
    JobDefinition? Definition,
    DateTimeOffset? NextDue,
    bool IsLive,
    RunState? Ended,
    SkipReason? Skipped,
    bool Awaits);

/// <summary>Facts of one instant, seen at once: of the jobs that a job follows, and of all that those follow.</summary>
internal sealed class UpstreamFacts(DateTimeOffset due, IReadOnlyDictionary<string, UpstreamFact> facts)
{
    // Many ways can lead to the same job.
    private readonly Dictionary<string, UpstreamTick> known = new(StringComparer.Ordinal);

    /// <summary>How a job stands that has not been heard of. One that has no tick at the instant never will be.</summary>
    public UpstreamTick Standing(string job)
    {
        if (!known.TryGetValue(job, out var tick))
        {
            known[job] = tick = facts.TryGetValue(job, out var fact) ? Standing(job, fact) : Absent(job, "was deleted");
        }

        return tick;
    }

    private UpstreamTick Standing(string job, UpstreamFact fact) => fact switch
    {
        { IsLive: true } or { Awaits: true } => new UpstreamTick(job, null),
        { Ended: { } state } => new UpstreamTick(job, state),
        { Skipped: { } reason } => Absent(job, SkipText.DidNotRun(reason, null)),
        { Exists: false } => Absent(job, "was deleted"),
        { Definition: null } => new UpstreamTick(job, null),
        { Definition.Enabled: false } => Absent(job, "is disabled"),
        _ when WillHaveTick(fact.Definition!, fact.NextDue) => new UpstreamTick(job, null),
        _ => Absent(job, $"has no tick at {Durations.Instant(due)}"),
    };

    private bool WillHaveTick(JobDefinition job, DateTimeOffset? cursor)
    {
        var schedule = job.ReadSchedule();
        return schedule is null ? cursor <= due
            : schedule.Kind == ScheduleKind.After ? schedule.After.Any(name => Standing(name).IsOpen)
            : cursor <= due && schedule.Next(due.AddTicks(-1)) == due;
    }

    private static UpstreamTick Absent(string job, string detail) => new(job, RunState.Skipped, detail);
}
