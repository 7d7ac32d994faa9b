using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Nodes as people see them.</summary>
internal static class NodeQuery
{
    private const string NodesSql =
        """
        select id, name, version, slots, queues,
               case when departed then 'left'
                    when fenced then 'fenced'
                    when lease_until <= @now then 'late'
                    when draining then 'draining'
                    else 'active' end,
               started_at, last_beat_at, lease_until,
               (select count(*) from live where state = 1 and live.node = node.id)
        from node order by name, started_at
        """;

    public static IReadOnlyList<NodeRecord> Nodes(Session session) => session.All(
        NodesSql,
        row => new NodeRecord(
            row.Id(0),
            row.GetString(1),
            row.GetString(2),
            row.GetInt32(3),
            QueueList.Read(row.TextOrNull(4)),
            row.GetString(5),
            row.Instant(6),
            row.Instant(7),
            row.Instant(8),
            row.GetInt32(9)),
        session.Now);
}
