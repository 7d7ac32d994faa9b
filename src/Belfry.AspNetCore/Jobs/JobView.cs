using System.Text.Json;
using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Runs;
using Belfry.Jobs;
using Belfry.Schedules;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary>A job as the API answers it.</summary>
/// <param name="Kind">What it runs: <c>command</c>, <c>handler</c> or <c>external</c>.</param>
/// <param name="Words">The schedule in words.</param>
/// <param name="RetryWords">What follows a failure, in words.</param>
/// <param name="Off">Why it is disabled, when that was not a person's edit.</param>
/// <param name="NextDue">The next tick that will be looked at; null while disabled, or paused without an end.</param>
/// <param name="Version">Grows with every change; the number in the ETag.</param>
/// <param name="Definition">What people wrote, in the form of a job file; in lists left out.</param>
internal sealed record JobView(
    string Name,
    string Kind,
    string Schedule,
    string Zone,
    string Words,
    bool Enabled,
    bool Paused,
    JobPause? Pause,
    JobOff? Off,
    DateTimeOffset? NextDue,
    DateTimeOffset? LastDue,
    string Queue,
    int Priority,
    string RetryWords,
    string? Description,
    string? Owner,
    string? Category,
    IReadOnlyList<string> Tags,
    long Version,
    RunView? LastRun,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    JsonElement? Definition)
{
    /// <summary>The jobs that it follows.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The jobs that follow it; null in lists.</summary>
    public IReadOnlyList<FollowerView>? Followers { get; init; }

    public static JobView Of(JobRecord job, RunRecord? lastRun)
    {
        var definition = job.Definition;
        Belfry.Schedules.Schedule.TryParse(definition.Schedule, definition.ScheduleOptions(), out var schedule, out _);
        return new JobView(
            job.Name,
            definition.Run.Kind,
            definition.Schedule,
            schedule?.Zone ?? definition.Zone ?? "UTC",
            schedule?.Words ?? "A schedule that this version cannot read",
            definition.Enabled,
            job.Pause is not null,
            job.Pause,
            job.Off,
            NextTick(job, schedule),
            job.LastDue,
            definition.Queue,
            definition.Priority,
            Belfry.Policies.RetryWords.Of(definition.Retry),
            definition.Description,
            definition.Owner,
            definition.Category,
            definition.Tags,
            job.Revision,
            lastRun is null ? null : RunView.Of(lastRun),
            job.CreatedAt,
            job.UpdatedAt,
            null)
        {
            After = schedule?.After ?? [],
        };
    }

    /// <summary>The answer for one job: with its definition and its ETag.</summary>
    /// <param name="change">What was done to it, and may concern those that follow it.</param>
    public static async Task<IResult> Answer(
        ApiCall call, JobRecord job, int status = StatusCodes.Status200OK, FollowedChange? change = null)
    {
        var lastRuns = await call.Store.Queries.LastRuns([job.Name], call.Cancellation);
        var definition = JsonElement.Parse(JobJson.Write(job.Definition, DurationForm.Iso));
        call.Http.Response.Headers.ETag = Revisions.Tag(job);
        var followers = await FollowerView.Of(call, job.Name, change);
        return ApiJson.Result(Of(job, lastRuns.GetValueOrDefault(job.Name)) with { Definition = definition, Followers = followers }, status);
    }

    private static DateTimeOffset? NextTick(JobRecord job, Schedule? schedule) => (job.Definition.Enabled, job.Pause) switch
    {
        (false, _) => null,
        (_, null) => job.NextDue,
        (_, { Until: { } until }) => schedule?.Next(until.AddTicks(-1)),
        _ => null,
    };
}
