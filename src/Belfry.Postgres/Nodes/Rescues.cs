using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// What becomes of the runs of dead nodes. By state and not by event: whatever runs without a node that could finish it is
/// rescued, however that came about (promise I7).
/// </summary>
internal static class Rescues
{
    private const string FenceSql =
        """
        update belfry.node set fenced = true
        where not fenced and (lease_until < least($1, belfry.now()) or id = any ($2))
        returning id
        """;

    // A transaction must not take long; the rest follows with the next sweep.
    private const string OrphansSql =
        """
        select id, job, lost_count, fail_when_lost, cancel_reason, attempt, node_name,
               (extract(epoch from belfry.now() - claimed_at) * 1000000)::bigint
        from belfry.live
        where state = 1 and not exists (select 1 from belfry.node where node.id = live.node and not node.fenced)
        order by id limit 500
        for update of live skip locked
        """;

    public static async ValueTask<RescueReply> Rescue(
        Session session, DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead)
    {
        var fenced = await session.All(FenceSql, row => row.Id(0), Instant(endedBefore), Ids(dead));
        var (requeued, ended) = await Settle(session, await session.All(OrphansSql, Read), maxLost);
        await LiveRuns.LetGoStranded(session);
        return new RescueReply(fenced, requeued, ended);
    }

    private const string DepartSql = "update belfry.node set fenced = true, departed = true where id = $1";

    private const string HeldSql =
        """
        select id, job, lost_count, fail_when_lost, cancel_reason, attempt, node_name,
               (extract(epoch from belfry.now() - claimed_at) * 1000000)::bigint
        from belfry.live
        where state = 1 and node = $1
        order by id
        for update
        """;

    /// <summary>No limit of losses here: a node that ends in order was not brought down by a run.</summary>
    public static async ValueTask<bool> Leave(Session session, Guid node)
    {
        bool known = await session.Execute(DepartSql, Id(node)) > 0;
        await Settle(session, await session.All(HeldSql, Read, Id(node)), int.MaxValue);
        return known;
    }

    private const string RequeueSql =
        """
        update belfry.live
        set state = case when id = any ($2) then 0 else state end, lost_count = lost_count + 1, token = null, node = null,
            node_name = case when id = any ($2) then null else node_name end, claimed_at = null
        where id = any ($1)
        """;

    private static async ValueTask<(int Requeued, int Ended)> Settle(Session session, List<Orphan> orphans, int maxLost)
    {
        if (orphans.Count == 0)
        {
            return (0, 0);
        }

        await Attempts.Record(
            session, [.. orphans.Select(orphan => new EndedAttempt(orphan.Id, EndedAttempt.Lost) { Error = Error(orphan) })]);
        var ends = orphans.ToDictionary(orphan => orphan.Id, orphan => End(orphan, maxLost));
        await session.Execute(
            RequeueSql, Ids(orphans.Select(orphan => orphan.Id)), Ids(ends.Where(end => end.Value is null).Select(end => end.Key)));
        var endings = new Endings(session);
        foreach (var orphan in orphans)
        {
            if (ends[orphan.Id] is { } end)
            {
                endings.End(orphan.Id, orphan.Job, end);
            }
        }

        await endings.Complete();
        int ended = ends.Values.Count(end => end is not null);
        return (orphans.Count - ended, ended);
    }

    private static RunEnd? End(Orphan orphan, int maxLost) =>
        LostRun.End(orphan.CancelReason is not null, orphan.FailWhenLost, orphan.LostCount + 1, maxLost) is { } state
            ? new RunEnd(state) { Length = orphan.Since, Error = Error(orphan), Note = orphan.CancelReason, Death = LostRun.Death(state) }
            : null;

    private static RunError Error(Orphan orphan) => LostRun.Error(orphan.Node, orphan.Attempt);

    private static Orphan Read(Npgsql.NpgsqlDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetInt32(2),
        row.Flag(3),
        row.TextOrNull(4),
        row.GetInt32(5),
        row.TextOrNull(6),
        TimeSpan.FromMicroseconds(row.GetInt64(7)));

    private sealed record Orphan(
        Guid Id, string Job, int LostCount, bool FailWhenLost, string? CancelReason, int Attempt, string? Node, TimeSpan Since);
}
