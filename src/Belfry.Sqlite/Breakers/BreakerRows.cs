using System.Text.Json;
using Belfry.Policies.Breakers;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Reads and writes breakers.</summary>
internal static class BreakerRows
{
    public const string Columns =
        "name, failures, within, recovery, trials, since, opened_at, isolated, recent, cause, asked_by";

    private const string FindSql = $"select {Columns} from breaker where name = @name";

    public static StoredBreaker? Find(Session session, string name) => session.First(FindSql, Read, name);

    private const string OpenSql = $"select {Columns} from breaker indexed by breaker_open where opened_at is not null";

    public static List<StoredBreaker> Open(Session session) => session.All(OpenSql, Read);

    private const string StirredSql =
        "select name from breaker indexed by breaker_stirred where opened_at is not null or recent <> '[]'";

    /// <summary>Those that a success changes.</summary>
    public static List<string> Stirred(Session session) => session.All(StirredSql, row => row.GetString(0));

    private const string WriteSql =
        """
        update breaker
        set since = @since, opened_at = @openedAt, isolated = @isolated, recent = @recent, cause = @cause, asked_by = @by
        where name = @name
        """;

    public static void Write(Session session, string name, BreakerState state) => session.Execute(
        WriteSql,
        state.Since,
        state.OpenedAt,
        state.Isolated,
        JsonSerializer.Serialize(state.Failures.Select(Micros.Of)),
        state.Cause,
        state.By,
        name);

    public static StoredBreaker Read(SqliteDataReader row) => new(
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
            Failures = [.. JsonSerializer.Deserialize<long[]>(row.GetString(8))!.Select(Micros.Instant)],
            Cause = row.TextOrNull(9),
            By = row.TextOrNull(10),
        });
}
