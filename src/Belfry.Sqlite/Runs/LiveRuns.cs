using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>A run to insert.</summary>
internal sealed record LiveRun(
    Guid Id, JobDefinition Definition, long DefinitionId, long Revision, RunTrigger Trigger, DateTimeOffset Due, DateTimeOffset AvailableAt)
{
    public string? Args { get; init; }
    public string? UniqueKey { get; init; }
    public bool DryRun { get; init; }
    public Guid? Parent { get; init; }
    public string? By { get; init; }
    public Guid? Operation { get; init; }
    public long MissedCount { get; init; }
    public DateTimeOffset? FirstMissed { get; init; }

    /// <summary>It may not execute beside another run of its job. Dry runs change nothing and stand in nobody's way.</summary>
    public bool Exclusive => Definition.Overlap != OverlapRule.Allow && !DryRun;
}

internal static class LiveRuns
{
    private const string InsertSql =
        """
        insert into live (id, job, revision, definition, trigger, state, slot, exclusive, due, created_at, available_at,
                          queue, rank, handler, max_attempts, fail_when_lost, args, unique_key, dry_run, parent, asked_by,
                          missed_count, first_missed, lane, operation)
        values (@id, @job, @revision, @definition, @trigger, @state, @slot, @exclusive, @due, @now, @availableAt,
                @queue, @rank, @handler, @maxAttempts, @failWhenLost, @args, @uniqueKey, @dryRun, @parent, @by,
                @missedCount, @firstMissed, @lane, @operation)
        """;

    public static void Insert(Session session, LiveRun run, int state)
    {
        var definition = run.Definition;
        var hasSlot = run.Exclusive && state is LiveState.Ready or LiveState.Delayed;
        session.Execute(
            InsertSql,
            run.Id,
            definition.Name,
            run.Revision,
            run.DefinitionId,
            Words<RunTrigger>.Of(run.Trigger),
            state,
            hasSlot ? definition.Name : null,
            run.Exclusive,
            run.Due,
            session.Now,
            run.AvailableAt,
            definition.Queue,
            -(long)definition.Priority,
            HandlerOf(definition.Run),
            definition.Retry.Attempts,
            definition.OnWorkerLost == WorkerLostRule.Fail,
            run.Args,
            run.UniqueKey,
            run.DryRun,
            run.Parent,
            run.By,
            run.MissedCount,
            run.FirstMissed,
            run.DryRun ? "" : LaneOf(session, definition),
            run.Operation);
    }

    private static string LaneOf(Session session, JobDefinition definition) => definition is { Limit: null, Breaker: null, Tags.Count: 0 }
        ? ""
        : RunLane.Of(definition, Bounds.LimitedTags(session));

    private const string InTheWaySql =
        """
        select id, due from live indexed by live_job
        where job = @job and dry_run = 0 and state in (0, 1, 2)
        order by due limit 1
        """;

    /// <summary>A run of the job that has its turn and has not ended.</summary>
    public static InTheWay? InTheWay(Session session, string job) =>
        session.First(InTheWaySql, row => new InTheWay(row.Id(0), row.Instant(1)), job);

    private const string WaitingSql =
        "select count(*) from (select 1 from live indexed by live_blocked where job = @job and state = 3 limit @limit)";

    public static long Waiting(Session session, string job, int limit) =>
        session.Number(WaitingSql, job, limit)!.Value;

    private const string WaitsSql =
        "select id from live indexed by live_blocked where job = @job and state = 3 order by due, seq limit 1";

    private static Guid? FirstWaiting(Session session, string job)
    {
        using var row = session.Query(WaitsSql, job);
        return row.Read() ? row.Id(0) : null;
    }

    private const string LetGoSql =
        """
        update live
        set state = case when available_at <= @now then 0 else 2 end, slot = case when exclusive then job end
        where id = @id
        """;

    /// <summary>A run has left the job's line: the next one may go, when no other is before it.</summary>
    public static void LetNextGo(Session session, string job)
    {
        if (FirstWaiting(session, job) is { } next && InTheWay(session, job) is null)
        {
            session.Execute(LetGoSql, session.Now, next);
        }
    }

    // No node registers a handler with a colon in its name: an external job is executed by whatever reports it.
    private static string HandlerOf(JobAction action) => action switch
    {
        JobAction.Handler handler => handler.Name,
        JobAction.Command => "",
        _ => ":external",
    };
}

internal sealed record InTheWay(Guid Run, DateTimeOffset Due);
