using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Reads jobs.</summary>
internal static class JobRows
{
    public const string Columns =
        "name, revision, definition, next_due, last_due, fire_at, pause, ledger_from, created_at, updated_at, off";

    private const string FindSql = $"select {Columns} from belfry.job where name = $1";

    /// <exception cref="StoreException">This version of Belfry cannot read the definition.</exception>
    public static async ValueTask<JobRecord?> Find(Session session, string name)
    {
        var row = await session.First(FindSql, row => Read(row), Text(name));
        if (row is null)
        {
            return null;
        }

        var records = await Records(session, [row]);
        return records.Count > 0 ? records[0] : throw new StoreException(
            $"The definition of job '{name}' cannot be read by this version of Belfry. Use the version that wrote it.");
    }

    private const string DueSql =
        $"""
        select clock.now, (select min(fire_at) from belfry.job where fire_at > clock.now + $1), due.*
        from (select belfry.now() as now) clock
        left join lateral (
          select {Columns} from belfry.job where fire_at <= clock.now + $1 order by fire_at limit $2) due on true
        order by due.fire_at
        """;

    /// <summary>Jobs whose definition this version cannot read are left for one that can.</summary>
    public static async ValueTask<DueJobs> Due(Session session, TimeSpan ahead, int limit)
    {
        var rows = await session.All(
            DueSql,
            row => (Now: row.Instant(0), Next: row.InstantOrNull(1), Job: row.IsDBNull(2) ? null : Read(row, 2)),
            Span(ahead),
            Int(limit + 1));
        var due = rows.Select(row => row.Job).OfType<JobRow>().ToList();
        return new DueJobs(
            await Records(session, [.. due.Take(limit)]), due.Count > limit ? due[limit].FireAt : rows[0].Next, rows[0].Now);
    }

    /// <summary>The jobs whose definitions this version of Belfry can read.</summary>
    public static async ValueTask<IReadOnlyList<JobRecord>> Records(Session session, IReadOnlyCollection<JobRow> rows)
    {
        var definitions = await Definitions.Get(session, rows.Select(row => row.Definition));
        var records = new List<JobRecord>(rows.Count);
        foreach (var row in rows)
        {
            if (definitions.TryGetValue(row.Definition, out var definition))
            {
                records.Add(new JobRecord(
                    definition, row.Revision, row.NextDue, row.LastDue, row.FireAt, row.Pause, row.LedgerFrom, row.CreatedAt, row.UpdatedAt)
                {
                    Off = row.Off,
                });
            }
        }

        return records;
    }

    public static JobRow Read(NpgsqlDataReader row, int first = 0) => new(
        row.GetString(first),
        row.GetInt64(first + 1),
        row.GetInt64(first + 2),
        row.InstantOrNull(first + 3),
        row.InstantOrNull(first + 4),
        row.InstantOrNull(first + 5),
        PauseJson.Read(row.TextOrNull(first + 6)),
        row.InstantOrNull(first + 7),
        row.Instant(first + 8),
        row.Instant(first + 9),
        PauseJson.ReadOff(row.TextOrNull(first + 10)));
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
    JobOff? Off);
