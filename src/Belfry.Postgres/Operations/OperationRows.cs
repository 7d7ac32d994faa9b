using System.Globalization;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Reads operations.</summary>
internal static class OperationRows
{
    // With the ends that have not been added up yet.
    private const string Columns =
        """
        id, plan, state, asked_by, reason, note, total, taken, passed, made, succeeded + ended.ok, operation.failed + ended.failed,
        steps, position, exhausted, paced_to, ticked_to, created_at, updated_at, next_at, seq
        """;

    private const int ColumnCount = 21;

    private const string Ended =
        """
        cross join lateral (
          select coalesce(sum(ok), 0)::bigint as ok, coalesce(sum(operation_end.failed), 0)::bigint as failed
          from belfry.operation_end where operation_end.operation = operation.id) ended
        """;

    private const string FindSql = $"select {Columns} from belfry.operation {Ended} where id between $1 and $2 limit 2";

    public static async ValueTask<OperationRecord?> Find(Session session, string idOrPrefix)
    {
        if (IdPrefix.Range(idOrPrefix) is not var (first, last))
        {
            return null;
        }

        var found = await session.All(FindSql, row => Read(row), Id(first), Id(last));
        return found.Count == 1 ? found[0] : null;
    }

    private const string GetSql = $"select {Columns} from belfry.operation {Ended} where id = $1";

    public static async ValueTask<OperationRecord?> Get(Session session, Guid id) => await session.First(GetSql, row => Read(row), Id(id));

    private const string ListSql =
        $"""
        select {Columns} from belfry.operation {Ended}
        where seq < $1 and ($2::text is null or kind = $2) and ($3::text is null or state = $3)
        order by seq desc limit $4
        """;

    public static async ValueTask<Page<OperationRecord>> Page(Session session, OperationQuery query)
    {
        long before = query.Cursor is null ? long.MaxValue
            : long.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence
            : throw new ArgumentException("The cursor is not one that an earlier page answered.");
        var rows = await session.All(
            ListSql,
            row => (Operation: Read(row), Sequence: row.GetInt64(ColumnCount - 1)),
            Number(before),
            Text(query.Kind is { } kind ? Words<OperationKind>.Of(kind) : null),
            Text(query.State is { } state ? Words<OperationState>.Of(state) : null),
            Int(query.Limit + 1));
        bool isMore = rows.Count > query.Limit;
        return new Page<OperationRecord>(
            [.. rows.Take(query.Limit).Select(row => row.Operation)],
            isMore ? rows[query.Limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private const string DueSql =
        $"""
        select clock.now, (select min(next_at) from belfry.operation where next_at > clock.now), due.*
        from (select belfry.now() as now) clock
        left join lateral (
          select {Columns} from belfry.operation {Ended} where next_at <= clock.now order by next_at limit $1) due on true
        """;

    public static async ValueTask<DueOperations> Due(Session session, int limit)
    {
        var rows = await session.All(
            DueSql,
            row => (Now: row.Instant(0), Next: row.InstantOrNull(1), Operation: row.IsDBNull(2) ? null : Read(row, 2)),
            Int(limit));
        return new DueOperations([.. rows.Select(row => row.Operation).OfType<OperationRecord>()], rows[0].Next, rows[0].Now);
    }

    private static OperationRecord Read(NpgsqlDataReader row, int first = 0) => new(
        row.Id(first),
        PlanJson.Read(row.GetString(first + 1)),
        Words<OperationState>.Value(row.GetString(first + 2)),
        row.GetString(first + 3),
        row.TextOrNull(first + 4),
        row.TextOrNull(first + 5),
        row.GetInt64(first + 6),
        row.GetInt64(first + 7),
        row.GetInt64(first + 8),
        row.GetInt64(first + 9),
        row.GetInt64(first + 10),
        row.GetInt64(first + 11),
        row.GetInt64(first + 12),
        row.GetInt64(first + 13),
        row.Flag(first + 14),
        row.InstantOrNull(first + 15),
        row.InstantOrNull(first + 16),
        row.Instant(first + 17),
        row.Instant(first + 18),
        row.InstantOrNull(first + 19));
}
