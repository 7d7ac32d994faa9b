using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>
/// What becomes of the runs of dead nodes. By state and not by event: whatever runs without a node that could finish it is
/// rescued, however that came about (promise I7).
/// </summary>
internal static class Rescues
{
    // A transaction must not take long; the rest follows with the next sweep.
    private const int Limit = 500;

    private const string FenceSql = "update node set fenced = 1 where fenced = 0 and lease_until < @before returning id";

    private const string OrphansSql =
        """
        select id, job, claimed_at, lost_count, fail_when_lost, cancel_reason, attempt, node_name from live indexed by live_running
        where state = 1 and not exists (select 1 from node where node.id = live.node and node.fenced = 0)
        order by seq limit @limit
        """;

    private const string FenceDeadSql = "update node set fenced = 1 where fenced = 0 and id = @id";

    public static RescueReply Rescue(Session session, DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead)
    {
        var before = endedBefore < session.Now ? endedBefore : session.Now;
        List<Guid> fenced = [.. session.All(FenceSql, row => row.Id(0), before)];
        fenced.AddRange(dead.Where(node => session.Execute(FenceDeadSql, node) > 0));
        var (requeued, ended) = Settle(session, session.All(OrphansSql, Read, Limit), maxLost);
        Following.Decide(session);
        return new RescueReply(fenced, requeued, ended);
    }

    private const string DepartSql = "update node set fenced = 1, departed = 1 where id = @id";

    private const string HeldSql =
        """
        select id, job, claimed_at, lost_count, fail_when_lost, cancel_reason, attempt, node_name from live indexed by live_running
        where state = 1 and node = @node
        """;

    /// <summary>No limit of losses here: a node that ends in order was not brought down by a run.</summary>
    public static bool Leave(Session session, Guid node)
    {
        var known = session.Execute(DepartSql, node) > 0;
        Settle(session, session.All(HeldSql, Read, node), int.MaxValue);
        return known;
    }

    private const string CountSql = "update live set lost_count = lost_count + 1 where id = @id";

    private const string RequeueSql =
        "update live set state = 0, token = null, node = null, node_name = null, claimed_at = null where id = @id";

    private static (int Requeued, int Ended) Settle(Session session, List<Orphan> orphans, int maxLost)
    {
        var endings = new Endings(session);
        var ended = 0;
        foreach (var orphan in orphans)
        {
            var error = LostRun.Error(orphan.Node, orphan.Attempt);
            Attempts.RecordLost(session, orphan.Id, orphan.ClaimedAt, error);
            session.Execute(CountSql, orphan.Id);
            if (End(orphan, error, maxLost) is { } end)
            {
                endings.End(orphan.Id, orphan.Job, end);
                ended++;
            }
            else
            {
                session.Execute(RequeueSql, orphan.Id);
            }
        }

        endings.Complete();
        return (orphans.Count - ended, ended);
    }

    private static RunEnd? End(Orphan orphan, RunError error, int maxLost) =>
        LostRun.End(orphan.CancelReason is not null, orphan.FailWhenLost, orphan.LostCount + 1, maxLost) is { } state
            ? new RunEnd(state) { StartedAt = orphan.ClaimedAt, Error = error, Note = orphan.CancelReason, Death = LostRun.Death(state) }
            : null;

    private static Orphan Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.Id(0), row.GetString(1), row.Instant(2), row.GetInt32(3), row.Flag(4), row.TextOrNull(5), row.GetInt32(6), row.TextOrNull(7));

    private sealed record Orphan(
        Guid Id,
        string Job,
        DateTimeOffset ClaimedAt,
        int LostCount,
        bool FailWhenLost,
        string? CancelReason,
        int Attempt,
        string? Node);
}
