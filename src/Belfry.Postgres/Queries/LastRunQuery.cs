using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>The newest run of each of some jobs.</summary>
internal static class LastRunQuery
{
    private const string LiveSql =
        $"""
        select {RunRows.LiveColumns}
        from unnest($1) as wanted (job)
        cross join lateral (select * from belfry.live where live.job = wanted.job order by due desc limit 1) live
        {RunRows.AttemptJoin}
        """;

    private const string HistorySql =
        $"""
        select {RunRows.HistoryColumns}
        from unnest($1) as wanted (job)
        cross join lateral (
          select * from belfry.history where history.job = wanted.job order by finished_at desc, seq desc limit 1) history
        """;

    public static async ValueTask<IReadOnlyDictionary<string, RunRecord>> LastRuns(Session session, IReadOnlyList<string> jobs)
    {
        var wanted = jobs.ToHashSet();
        var runs = (await session.All(LiveSql, RunRows.Read, Texts(wanted))).ToDictionary(run => run.Job);
        wanted.ExceptWith(runs.Keys);
        foreach (var run in wanted.Count > 0 ? await session.All(HistorySql, RunRows.Read, Texts(wanted)) : [])
        {
            runs[run.Job] = run;
        }

        return runs;
    }
}
