using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Jobs;

/// <summary>Records that say only what a test is about.</summary>
internal static class Some
{
    public static JobDefinition Definition(string schedule) =>
        new() { Name = "report", Run = new JobAction.Handler("report"), Schedule = schedule };

    /// <summary>An hourly job that has its schedule since 07:30.</summary>
    public static JobRecord Job(string? next, string schedule = "0 * * * *", string? last = null) => new(
        Definition(schedule),
        Revision: 1,
        NextDue: next is null ? null : Clock(next),
        LastDue: last is null ? null : Clock(last),
        FireAt: next is null ? null : Clock(next),
        Pause: null,
        LedgerFrom: null,
        CreatedAt: Clock("07:30"),
        UpdatedAt: Clock("07:30"));

    public static JobPause Pause(PausedTicks ticks = PausedTicks.Skip, string since = "07:30", string? until = null) =>
        new("audit", "ada", Clock(since), until is null ? null : Clock(until), ticks);

    public static JobRecord Paused(this JobRecord job, JobPause? pause = null) =>
        job with { Pause = pause ?? Pause(), FireAt = pause?.Until };

    public static JobRecord Disabled(this JobRecord job) =>
        job with { Definition = job.Definition with { Enabled = false }, FireAt = null };

    public static RunRecord Run(string due, RunState state = RunState.Succeeded) => new()
    {
        Id = RunId.ForTick("report", Clock(due)),
        Job = "report",
        Revision = 1,
        Trigger = RunTrigger.Schedule,
        State = state,
        Due = Clock(due),
        CreatedAt = Clock(due),
        AvailableAt = Clock(due),
        MaxAttempts = 1,
    };
}
