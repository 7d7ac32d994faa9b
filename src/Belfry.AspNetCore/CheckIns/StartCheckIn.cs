using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.CheckIns;

/// <summary>
/// <c>POST /checkins/{job}/start {owner?}</c>: whether an end of this job can be reported here. What runs elsewhere is recorded when
/// it has ended: nobody here could tell whether it still lives. Of several owners that start the same tick, one is told to: the
/// others are told by whom the tick is <c>taken</c>.
/// </summary>
internal static class StartCheckIn
{
    // A tick is somebody's until the next one, within these bounds.
    private static readonly TimeSpan ShortestHold = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    /// <param name="Due">The tick, when the job has one.</param>
    /// <param name="Taken">Who has it, in a sentence; null when it is the caller's.</param>
    private sealed record Answer(string Name, DateTimeOffset At, DateTimeOffset? Due, string? Taken);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string? owner = await JsonBody.ReadOptional(call.Http.Request, (fields, _) => fields.Text("owner"));
        var job = await External(call);
        var now = await call.Now();
        var due = owner is null ? null : Tick(job, now);
        string? taken = due is { } tick ? await Taken(call, job, tick, now, owner!) : null;
        return ApiJson.Result(new Answer(job.Name, now, due, taken), StatusCodes.Status200OK);
    }

    /// <exception cref="JobConflictException">A node runs this job.</exception>
    public static async Task<JobRecord> External(ApiCall call)
    {
        var job = await call.FindJob();
        return job.Definition.Run is JobAction.External
            ? job
            : throw new JobConflictException(
                $"'{job.Name}' is a job of kind {job.Definition.Run.Kind}, which nodes run; check-ins are for jobs of kind external.");
    }

    // Those before the job was there are nobody's.
    private static DateTimeOffset? Tick(JobRecord job, DateTimeOffset now) =>
        job.Definition.ParseSchedule().Previous(now.AddTicks(1)) is { } due && due >= job.CreatedAt ? due : null;

    private static async Task<string?> Taken(ApiCall call, JobRecord job, DateTimeOffset due, DateTimeOffset now, string owner)
    {
        string tick = $"the tick of {InstantText.Write(due)}";
        var id = RunId.ForTick(job.Name, due);
        if (await call.Store.Queries.Run(id.ToString("n"), call.Cancellation) is { FinishedAt: not null } run)
        {
            return $"{tick} is done: {EnumWords<RunState>.Of(run.State)} (run {id:n})";
        }

        var hold = (job.Definition.ParseSchedule().Next(now) - now) ?? LongestHold;
        hold = hold < ShortestHold ? ShortestHold : hold > LongestHold ? LongestHold : hold;
        string name = $"tick/{id:n}";
        if (await call.Store.Locks.TryAcquire(name, owner, hold, call.Cancellation) is not null)
        {
            return null;
        }

        string holder = (await call.Store.Locks.Find(name, call.Cancellation))?.Owner ?? "somebody else";
        return $"{holder} holds {tick} (run {id:n})";
    }
}
