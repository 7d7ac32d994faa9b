using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Jobs by name.</summary>
internal static class JobPages
{
    private const string PageSql =
        $"""
        select {JobRows.Columns} from belfry.job
        where name > $1
          and ($2 is null or strpos(lower(name), $2) > 0)
          and ($3 is null or enabled = $3)
          and ($4 is null or (pause is not null) = $4)
          and ($5 is null or (select text::jsonb -> 'tags' ? $5 from belfry.definition where id = job.definition))
        order by name
        limit $6
        """;

    public static async ValueTask<Page<JobRecord>> Page(Session session, JobQuery query)
    {
        var jobs = new List<JobRecord>();
        string after = query.Cursor ?? "";
        while (true)
        {
            var rows = await session.All(
                PageSql,
                row => JobRows.Read(row),
                Text(after),
                Text(query.Contains?.ToLowerInvariant()),
                Flag(query.Enabled),
                Flag(query.Paused),
                Text(query.Tag),
                Int(query.Limit + 1));
            jobs.AddRange(await JobRows.Records(session, rows));
            if (jobs.Count > query.Limit)
            {
                return new Page<JobRecord>(jobs[..query.Limit], jobs[query.Limit - 1].Name);
            }

            // Less than a page although there was more: what this version cannot read was left out.
            if (rows.Count <= query.Limit)
            {
                return new Page<JobRecord>(jobs, null);
            }

            after = rows[^1].Name;
        }
    }
}
