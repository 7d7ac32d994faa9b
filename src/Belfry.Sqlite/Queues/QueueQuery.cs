using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Queues and limits as people see them.</summary>
internal static class QueueQuery
{
    private const string LiveSql =
        """
        select queue, sum(waits), sum(state = 1), min(case when waits then available_at end)
        from (select queue, state, available_at, state = 3 or (state <> 1 and available_at <= @now) as waits from live)
        group by queue
        """;

    private const string NodesSql = "select queues from node where fenced = 0 and lease_until > @now";

    public static IReadOnlyList<QueueRecord> List(Session session)
    {
        var live = session.All(
            LiveSql,
            row => (Name: row.GetString(0), Waiting: row.GetInt64(1), Running: row.GetInt32(2), Oldest: row.InstantOrNull(3)),
            session.Now).ToDictionary(queue => queue.Name);
        var nodes = session.All(NodesSql, row => QueueList.Read(row.TextOrNull(0)), session.Now);
        var limits = Limits(session).Where(use => use.Limit.Scope == LimitScope.Queue).ToDictionary(use => use.Limit.Name);
        var pauses = Pauses.Now(session);
        var names = live.Keys
            .Concat(limits.Keys)
            .Concat(pauses.Select(pause => pause.Queue).OfType<string>())
            .Concat(nodes.SelectMany(queues => queues ?? []))
            .Append("default");
        return
        [
            .. names.Distinct().Order(StringComparer.Ordinal).Select(name => new QueueRecord(
                name,
                live.GetValueOrDefault(name).Waiting,
                live.GetValueOrDefault(name).Running,
                live.GetValueOrDefault(name).Oldest,
                nodes.Count(queues => queues?.Contains(name) ?? true),
                limits.GetValueOrDefault(name),
                pauses.FirstOrDefault(pause => pause.Queue == name) ?? pauses.FirstOrDefault(pause => pause.Queue is null))),
        ];
    }

    public static IReadOnlyList<LimitUse> Limits(Session session)
    {
        var running = Admission.Running(session);
        return
        [
            .. Bounds.All(session).Select(bound => new LimitUse(
                bound.Limit,
                running.GetValueOrDefault((bound.Limit.Scope, bound.Limit.Name)),
                TokenBucket.Next(bound.Limit.Policy, bound.FullAt) is { } next && next > session.Now ? next : null)),
        ];
    }
}
