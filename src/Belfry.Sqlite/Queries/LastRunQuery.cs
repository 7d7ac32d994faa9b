using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>The newest run of each of some jobs.</summary>
internal static class LastRunQuery
{
    private const string LiveSql =
        $"select {RunRows.LiveColumns} from {RunRows.LiveJoin} where live.job = @job order by live.due desc limit 1";

    private const string HistorySql =
        $"""
        select * from (
          select {RunRows.HistoryColumns} from history indexed by history_job where job = @job and ok = 0
          order by finished_at desc limit 1)
        union all
        select * from (
          select {RunRows.HistoryColumns} from history indexed by history_job where job = @job and ok = 1
          order by finished_at desc limit 1)
        order by finished_at desc limit 1
        """;

    public static IReadOnlyDictionary<string, RunRecord> LastRuns(Session session, IReadOnlyList<string> jobs)
    {
        var runs = new Dictionary<string, RunRecord>();
        foreach (var job in jobs)
        {
            var run = session.First(LiveSql, RunRows.Read, session.Now, job) ?? session.First(HistorySql, RunRows.Read, job);
            if (run is not null)
            {
                runs[job] = run;
            }
        }

        return runs;
    }
}
