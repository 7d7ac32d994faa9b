using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>A run by the first digits of its id: a range of the index of ids.</summary>
internal static class RunLookup
{
    private const string LiveSql =
        $"select {RunRows.LiveColumns} from {RunRows.LiveJoin} where live.id between $1 and $2 limit 2";

    private const string HistorySql =
        $"select {RunRows.HistoryColumns} from belfry.history where id between $1 and $2 limit 2";

    public static async ValueTask<RunRecord?> Find(Session session, string idOrPrefix)
    {
        if (IdPrefix.Range(idOrPrefix) is not var (first, last))
        {
            return null;
        }

        List<RunRecord> found =
        [
            .. await session.All(LiveSql, RunRows.Read, Id(first), Id(last)),
            .. await session.All(HistorySql, RunRows.Read, Id(first), Id(last)),
        ];
        return found.Count == 1 ? found[0] : null;
    }
}
