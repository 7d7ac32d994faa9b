using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>A run by the first digits of its id: a range of the index of ids.</summary>
internal static class RunLookup
{
    private const string LiveSql =
        $"select {RunRows.LiveColumns} from {RunRows.LiveJoin} where live.id between @first and @last limit 2";

    private const string HistorySql =
        $"select {RunRows.HistoryColumns} from history where id between @first and @last limit 2";

    public static RunRecord? Find(Session session, string idOrPrefix)
    {
        if (IdPrefix.Range(idOrPrefix) is not var (first, last))
        {
            return null;
        }

        List<RunRecord> found =
        [
            .. session.All(LiveSql, RunRows.Read, session.Now, first, last),
            .. session.All(HistorySql, RunRows.Read, first, last),
        ];
        return found.Count == 1 ? found[0] : null;
    }
}
