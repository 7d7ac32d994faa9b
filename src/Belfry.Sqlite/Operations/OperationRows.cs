using System.Globalization;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Reads operations.</summary>
internal static class OperationRows
{
    // With the ends that have not been added up yet.
    private const string Columns =
        """
        id, plan, state, asked_by, reason, note, total, taken, passed, made,
        succeeded + (select count(*) from operation_end where operation = operation.id and ok = 1),
        failed + (select count(*) from operation_end where operation = operation.id and ok = 0),
        steps, position, exhausted, paced_to, ticked_to, created_at, updated_at, next_at, seq
        """;

    private const int Sequence = 20;

    private const string FindSql = $"select {Columns} from operation where id between @first and @last limit 2";

    public static OperationRecord? Find(Session session, string idOrPrefix)
    {
        if (IdPrefix.Range(idOrPrefix) is not var (first, last))
        {
            return null;
        }

        var found = session.All(FindSql, Read, first, last);
        return found.Count == 1 ? found[0] : null;
    }

    private const string GetSql = $"select {Columns} from operation where id = @id";

    public static OperationRecord? Get(Session session, Guid id) => session.First(GetSql, Read, id);

    private const string ListSql =
        $"""
        select {Columns} from operation
        where seq < @before and (@kind is null or kind = @kind) and (@state is null or state = @state)
        order by seq desc limit @limit
        """;

    public static Page<OperationRecord> Page(Session session, OperationQuery query)
    {
        long before = query.Cursor is null ? long.MaxValue
            : long.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence
            : throw new ArgumentException("The cursor is not one that an earlier page answered.");
        var rows = session.All(
            ListSql,
            row => (Operation: Read(row), Sequence: row.GetInt64(Sequence)),
            before,
            query.Kind is { } kind ? Words<OperationKind>.Of(kind) : null,
            query.State is { } state ? Words<OperationState>.Of(state) : null,
            query.Limit + 1);
        bool isMore = rows.Count > query.Limit;
        return new Page<OperationRecord>(
            [.. rows.Take(query.Limit).Select(row => row.Operation)],
            isMore ? rows[query.Limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    private const string DueSql =
        $"select {Columns} from operation indexed by operation_next where next_at <= @now order by next_at limit @limit";

    private const string NextSql = "select min(next_at) from operation indexed by operation_next where next_at > @now";

    public static DueOperations Due(Session session, int limit) => new(
        session.All(DueSql, Read, session.Now, limit),
        session.Number(NextSql, session.Now) is { } micros ? Micros.Instant(micros) : null,
        session.Now);

    private static OperationRecord Read(SqliteDataReader row) => new(
        row.Id(0),
        PlanJson.Read(row.GetString(1)),
        Words<OperationState>.Value(row.GetString(2)),
        row.GetString(3),
        row.TextOrNull(4),
        row.TextOrNull(5),
        row.GetInt64(6),
        row.GetInt64(7),
        row.GetInt64(8),
        row.GetInt64(9),
        row.GetInt64(10),
        row.GetInt64(11),
        row.GetInt64(12),
        row.GetInt64(13),
        row.Flag(14),
        row.InstantOrNull(15),
        row.InstantOrNull(16),
        row.Instant(17),
        row.Instant(18),
        row.InstantOrNull(19));
}
