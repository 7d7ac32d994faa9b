using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>Nodes as people see them.</summary>
internal static class NodeQuery
{
    private const string NodesSql =
        """
        select node.id, name, version, slots, queues,
               case when departed then 'left'
                    when fenced then 'fenced'
                    when lease_until <= belfry.now() then 'late'
                    when store.environment is not null and node.environment is distinct from store.environment then 'guarded'
                    when not trusted then 'untrusted'
                    when draining or drain then 'draining'
                    else 'active' end,
               started_at, last_beat_at, lease_until,
               (select count(*)::integer from belfry.live where state = 1 and live.node = node.id),
               handlers, node.environment, host, process_id, process_start, skew, jumps, pauses, trusted
        from belfry.node, belfry.store order by name, started_at
        """;

    public static async ValueTask<IReadOnlyList<NodeRecord>> Nodes(Session session) => await session.All(NodesSql, Read);

    private static NodeRecord Read(NpgsqlDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt32(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<string[]>(4),
        row.GetString(5),
        row.Instant(6),
        row.Instant(7),
        row.Instant(8),
        row.GetInt32(9))
    {
        Handlers = row.GetFieldValue<string[]>(10),
        Environment = row.TextOrNull(11),
        Process = row.TextOrNull(12) is { } host ? new ProcessIdentity(host, row.GetInt32(13), row.GetInt64(14)) : null,
        Clock = row.SpanOrNull(15) is { } skew
            ? new ClockReport(skew, row.GetInt32(16), row.GetInt32(17)) { Trusted = row.Flag(18) }
            : null,
    };
}
