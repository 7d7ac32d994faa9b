using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Jobs by name.</summary>
internal static class JobPages
{
    private const string PageSql =
        $"""
        select {JobRows.Columns} from job
        where name > @cursor
          and (@contains is null or instr(lower(name), @contains) > 0)
          and (@enabled is null or enabled = @enabled)
          and (@paused is null or (pause is not null) = @paused)
        order by name
        """;

    public static Page<JobRecord> Page(Session session, JobQuery query)
    {
        var jobs = new List<JobRecord>();
        foreach (var row in Rows(session, query))
        {
            if (row.Record(session) is not { } job || (query.Tag is { } tag && !job.Definition.Tags.Contains(tag)))
            {
                continue;
            }

            if (jobs.Count == query.Limit)
            {
                return new Page<JobRecord>(jobs, jobs[^1].Name);
            }

            jobs.Add(job);
        }

        return new Page<JobRecord>(jobs, null);
    }

    private static IEnumerable<JobRow> Rows(Session session, JobQuery query)
    {
        using var rows = session.Query(
            PageSql, query.Cursor ?? "", query.Contains?.ToLowerInvariant(), query.Enabled, query.Paused);
        while (rows.Read())
        {
            yield return JobRows.Read(rows);
        }
    }
}
