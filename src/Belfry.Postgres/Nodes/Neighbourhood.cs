using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>What nodes know of each other, and ask each other.</summary>
internal static class Neighbourhood
{
    private const string HostSql = "select id, process_id, process_start from belfry.node where not fenced and host = $1";

    public static async ValueTask<IReadOnlyList<Neighbour>> Of(Session session, string host) => await session.All(
        HostSql, row => new Neighbour(row.Id(0), new ProcessIdentity(host, row.GetInt32(1), row.GetInt64(2))), Text(host));

    private const string DrainSql = "update belfry.node set drain = $1 where id = $2 and not fenced";

    public static async ValueTask<bool> Drain(Session session, Guid node, bool on) =>
        await session.Execute(DrainSql, Flag(on), Id(node)) > 0;
}
