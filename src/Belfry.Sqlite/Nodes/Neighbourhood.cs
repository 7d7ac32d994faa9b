using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>What nodes know of each other, and ask each other.</summary>
internal static class Neighbourhood
{
    private const string HostSql = "select id, process_id, process_start from node where fenced = 0 and host = @host";

    public static IReadOnlyList<Neighbour> Of(Session session, string host) => session.All(
        HostSql, row => new Neighbour(row.Id(0), new ProcessIdentity(host, row.GetInt32(1), row.GetInt64(2))), host);

    private const string DrainSql = "update node set drain = @on where id = @id and fenced = 0";

    public static bool Drain(Session session, Guid node, bool on) => session.Execute(DrainSql, on, node) > 0;
}
