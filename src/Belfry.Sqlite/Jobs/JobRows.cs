using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Reads jobs.</summary>
internal static class JobRows
{
    public const string Columns =
        "name, revision, definition, next_due, last_due, fire_at, pause, ledger_from, created_at, updated_at, off";

    private const string FindSql = $"select {Columns} from job where name = @name";

    /// <exception cref="StoreException">This version of Belfry cannot read the definition.</exception>
    public static JobRecord? Find(Session session, string name)
    {
        var row = Row(session, name);
        return row is null
            ? null
            : row.Record(session) ?? throw new StoreException(
                $"The definition of job '{name}' cannot be read by this version of Belfry. Use the version that wrote it.");
    }

    public static JobRow? Row(Session session, string name) => session.First(FindSql, Read, name);

    private const string DueSql =
        $"""
        select {Columns} from job indexed by job_fire_at
        where fire_at <= @until
        order by fire_at
        """;

    private const string NextSql = "select min(fire_at) from job indexed by job_fire_at where fire_at > @until";

    /// <summary>Jobs whose definition this version cannot read are left for one that can.</summary>
    public static DueJobs Due(Session session, TimeSpan ahead, int limit)
    {
        var until = session.Now + ahead;
        var due = new List<JobRecord>();
        using (var rows = session.Query(DueSql, until))
        {
            while (rows.Read())
            {
                if (Read(rows).Record(session) is not { } job)
                {
                    continue;
                }

                if (due.Count == limit)
                {
                    return new DueJobs(due, job.FireAt, session.Now);
                }

                due.Add(job);
            }
        }

        return new DueJobs(due, session.All(NextSql, row => row.InstantOrNull(0), until)[0], session.Now);
    }

    public static JobRow Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.InstantOrNull(3),
        row.InstantOrNull(4),
        row.InstantOrNull(5),
        PauseJson.Read(row.TextOrNull(6)),
        row.InstantOrNull(7),
        row.Instant(8),
        row.Instant(9),
        PauseJson.ReadOff(row.TextOrNull(10)));
}

/// <summary>A row of <c>job</c>.</summary>
internal sealed record JobRow(
    string Name,
    long Revision,
    long Definition,
    DateTimeOffset? NextDue,
    DateTimeOffset? LastDue,
    DateTimeOffset? FireAt,
    JobPause? Pause,
    DateTimeOffset? LedgerFrom,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    JobOff? Off)
{
    /// <summary>The job, or null when this version of Belfry cannot read its definition.</summary>
    public JobRecord? Record(Session session) => Definitions.TryGet(session, Definition) is { } definition
        ? new JobRecord(definition, Revision, NextDue, LastDue, FireAt, Pause, LedgerFrom, CreatedAt, UpdatedAt) { Off = Off }
        : null;
}
