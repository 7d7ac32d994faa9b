using Belfry.Policies.Breakers;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Reads and writes breakers.</summary>
internal static class BreakerRows
{
    public const string Columns =
        "name, failures, within, recovery, trials, since, opened_at, isolated, recent, cause, asked_by";

    private const string FindSql = $"select {Columns} from belfry.breaker where name = any ($1)";

    public static ValueTask<List<StoredBreaker>> Find(Session session, IEnumerable<string> names) =>
        session.All(FindSql, Read, Texts(names));

    private const string LockSql = $"select {Columns} from belfry.breaker where name = $1 for update";

    public static ValueTask<StoredBreaker?> Lock(Session session, string name) => session.First<StoredBreaker>(LockSql, Read, Text(name));

    private const string LockOpenSql =
        $"select {Columns} from belfry.breaker where name = any ($1) and opened_at is not null order by name for update";

    /// <summary>Those of these breakers that are open. Until the transaction is over nobody else claims under them.</summary>
    public static ValueTask<List<StoredBreaker>> LockOpen(Session session, IReadOnlyCollection<string> names) =>
        session.All(LockOpenSql, Read, Texts(names));

    private const string WriteSql =
        """
        update belfry.breaker set since = $2, opened_at = $3, isolated = $4, recent = $5, cause = $6, asked_by = $7
        where name = $1
        """;

    public static async ValueTask Write(Session session, string name, BreakerState state) => await session.Execute(
        WriteSql,
        Text(name),
        Instant(state.Since),
        Instant(state.OpenedAt),
        Flag(state.Isolated),
        Instants(state.Failures),
        Text(state.Cause),
        Text(state.By));

    public static StoredBreaker Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        new BreakerPolicy
        {
            Failures = row.GetInt32(1),
            Window = row.SpanOrNull(2)!.Value,
            Recovery = row.SpanOrNull(3)!.Value,
            Trials = row.GetInt32(4),
        },
        new BreakerState
        {
            Since = row.Instant(5),
            OpenedAt = row.InstantOrNull(6),
            Isolated = row.Flag(7),
            Failures = row.GetFieldValue<DateTimeOffset[]>(8),
            Cause = row.TextOrNull(9),
            By = row.TextOrNull(10),
        });
}
