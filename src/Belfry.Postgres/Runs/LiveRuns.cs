using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>A run to insert.</summary>
/// <param name="State">One of <see cref="LiveState"/>.</param>
/// <param name="AvailableAt">Null is now.</param>
internal sealed record LiveRun(
    Guid Id,
    JobDefinition Definition,
    long DefinitionId,
    long Revision,
    RunTrigger Trigger,
    int State,
    DateTimeOffset Due,
    DateTimeOffset? AvailableAt)
{
    public string? Args { get; init; }
    public string? UniqueKey { get; init; }
    public bool DryRun { get; init; }
    public Guid? Parent { get; init; }
    public string? By { get; init; }
    public long MissedCount { get; init; }
    public DateTimeOffset? FirstMissed { get; init; }

    /// <summary>It may not execute beside another run of its job. Dry runs change nothing and stand in nobody's way.</summary>
    public bool Exclusive => IsExclusive(Definition, DryRun);

    public static bool IsExclusive(JobDefinition definition, bool dryRun) => definition.Overlap != OverlapRule.Allow && !dryRun;

    /// <summary>The job's name if this run takes the job's only place.</summary>
    public string? Slot => Exclusive && State is LiveState.Ready or LiveState.Delayed ? Definition.Name : null;
}

/// <summary>A job's line: the run that has its turn, and those that wait for it.</summary>
/// <remarks>
/// Whoever puts a run into the line of a job that forbids overlap holds the job's row, so that two who find nobody in the way
/// come one after the other. Whoever ends a run does not: that would make all ends of a job wait for each other. Instead, who
/// is about to wait behind a run locks it (<see cref="InTheWay"/>), and its end then either comes later and finds the new one
/// waiting, or came before and is seen. What falls between two transactions all the same, <see cref="LetGoStranded"/> finds.
/// </remarks>
internal static class LiveRuns
{
    private const string InsertSql =
        """
        insert into belfry.live (id, job, revision, definition, trigger, state, slot, exclusive, due, created_at, available_at,
                                 queue, rank, handler, max_attempts, fail_when_lost, args, unique_key, dry_run, parent, asked_by,
                                 missed_count, first_missed, lane)
        select run.id, job, revision, definition, trigger, state, slot, exclusive, due, now, coalesce(available_at, now),
               queue, rank, handler, max_attempts, fail_when_lost, args, unique_key, dry_run, parent, asked_by,
               missed_count, first_missed, lane
        from (
          select (select belfry.now()) as now, given.*
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
            as given (id, job, revision, definition, trigger, state, slot, exclusive, due, available_at,
                      queue, rank, handler, max_attempts, fail_when_lost, args, unique_key, dry_run, parent, asked_by,
                      missed_count, first_missed, lane)) run
        on conflict do nothing
        returning id
        """;

    /// <remarks>The caller shares the limits (<see cref="Bounds.Share"/>) since before it read the definitions.</remarks>
    /// <returns>
    /// The ids of those that were inserted. Another is there already, by its id, tick or unique key, or its job's place was
    /// taken in the meantime.
    /// </returns>
    public static async ValueTask<HashSet<Guid>> Insert(Session session, IReadOnlyCollection<LiveRun> runs)
    {
        if (runs.Count == 0)
        {
            return [];
        }

        var limitedTags = runs.Any(run => run.Definition.Tags.Count > 0) ? await Bounds.LimitedTags(session) : [];
        var inserted = await session.All(
            InsertSql,
            row => row.Id(0),
            Ids(runs.Select(run => run.Id)),
            Texts(runs.Select(run => run.Definition.Name)),
            Numbers(runs.Select(run => run.Revision)),
            Numbers(runs.Select(run => run.DefinitionId)),
            Texts(runs.Select(run => Words<RunTrigger>.Of(run.Trigger))),
            Ints(runs.Select(run => run.State)),
            Texts(runs.Select(run => run.Slot)),
            Flags(runs.Select(run => run.Exclusive)),
            Instants(runs.Select(run => run.Due)),
            Instants(runs.Select(run => run.AvailableAt)),
            Texts(runs.Select(run => run.Definition.Queue)),
            Ints(runs.Select(run => -run.Definition.Priority)),
            Texts(runs.Select(run => HandlerOf(run.Definition.Run))),
            Ints(runs.Select(run => run.Definition.Retry.Attempts)),
            Flags(runs.Select(run => run.Definition.OnWorkerLost == WorkerLostRule.Fail)),
            Jsons(runs.Select(run => run.Args)),
            Texts(runs.Select(run => run.UniqueKey)),
            Flags(runs.Select(run => run.DryRun)),
            Ids(runs.Select(run => run.Parent)),
            Texts(runs.Select(run => run.By)),
            Numbers(runs.Select(run => run.MissedCount)),
            Instants(runs.Select(run => run.FirstMissed)),
            Texts(runs.Select(run => run.DryRun ? "" : RunLane.Of(run.Definition, limitedTags))));
        return [.. inserted];
    }

    private const string InTheWaySql =
        """
        select id, job, due from belfry.live
        where job = any ($1) and not dry_run and state in (0, 1, 2)
        order by id
        for key share
        """;

    /// <summary>
    /// Of each of these jobs the oldest run that has its turn and has not ended. Until the transaction is over none of them
    /// ends; the caller holds the rows of the jobs.
    /// </summary>
    public static async ValueTask<IReadOnlyDictionary<string, InTheWay>> InTheWay(Session session, IEnumerable<string> jobs)
    {
        var found = new Dictionary<string, InTheWay>();
        foreach (var run in await session.All(InTheWaySql, row => new InTheWay(row.Id(0), row.GetString(1), row.Instant(2)), Texts(jobs)))
        {
            if (!found.TryGetValue(run.Job, out var first) || run.Due < first.Due)
            {
                found[run.Job] = run;
            }
        }

        return found;
    }

    private const string WaitingSql =
        "select count(*) from (select 1 from belfry.live where job = $1 and state = 3 limit $2) waiting";

    public static async ValueTask<long> Waiting(Session session, string job, int limit) =>
        (await session.Number(WaitingSql, Text(job), Int(limit)))!.Value;

    private const string LetGoSql =
        """
        update belfry.live run
        set state = case when available_at <= belfry.now() then 0 else 2 end, slot = case when exclusive then run.job end
        from unnest($1) as line (job)
        cross join lateral (
          select id from belfry.live waiting where waiting.job = line.job and state = 3 order by due, seq limit 1) next
        where run.id = next.id and run.state = 3
          and not exists (
            select 1 from belfry.live other where other.job = line.job and not other.dry_run and other.state in (0, 1, 2))
        """;

    /// <summary>Runs have left the lines of these jobs: the next one may go where no other is before it.</summary>
    public static async ValueTask LetNextGo(Session session, IReadOnlyCollection<string> jobs)
    {
        if (jobs.Count > 0)
        {
            await session.Execute(LetGoSql, Texts(jobs.Order(StringComparer.Ordinal)));
        }
    }

    private const string LinesSql = "select distinct job from belfry.live where state = 3";

    /// <summary>By state and not by event: whoever waits for nobody may go, however that came about (promise I7).</summary>
    public static async ValueTask LetGoStranded(Session session) =>
        await LetNextGo(session, await session.All(LinesSql, row => row.GetString(0)));

    // No node registers a handler with a colon in its name: an external job is executed by whatever reports it.
    private static string HandlerOf(JobAction action) => action switch
    {
        JobAction.Handler handler => handler.Name,
        JobAction.Command => "",
        _ => ":external",
    };
}

internal sealed record InTheWay(Guid Run, string Job, DateTimeOffset Due);
