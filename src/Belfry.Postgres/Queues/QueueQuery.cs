using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>Queues and limits as people see them.</summary>
internal static class QueueQuery
{
    private const string LiveSql =
        """
        select queue, count(*) filter (where waits), count(*) filter (where state = 1), min(available_at) filter (where waits)
        from (
          select queue, state, available_at, state = 3 or (state <> 1 and available_at <= (select belfry.now())) as waits
          from belfry.live) run
        group by queue
        """;

    private const string NodesSql = "select queues from belfry.node where not fenced and lease_until > belfry.now()";

    public static async ValueTask<IReadOnlyList<QueueRecord>> List(Session session)
    {
        var live = (await session.All(
            LiveSql,
            row => (Name: row.GetString(0), Waiting: row.GetInt64(1), Running: (int)row.GetInt64(2), Oldest: row.InstantOrNull(3))))
            .ToDictionary(queue => queue.Name);
        var nodes = await session.All(NodesSql, row => row.IsDBNull(0) ? null : row.GetFieldValue<string[]>(0));
        var limits = (await Limits(session)).Where(use => use.Limit.Scope == LimitScope.Queue).ToDictionary(use => use.Limit.Name);
        var pauses = await Pauses.Now(session);
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

    public static async ValueTask<IReadOnlyList<LimitUse>> Limits(Session session)
    {
        var running = await Admission.Running(session);
        var now = await session.Now();
        return
        [
            .. (await Bounds.All(session)).Select(bound => new LimitUse(
                bound.Limit,
                running.GetValueOrDefault((bound.Limit.Scope, bound.Limit.Name)),
                TokenBucket.Next(bound.Limit.Policy, bound.FullAt) is { } next && next > now ? next : null)),
        ];
    }
}
