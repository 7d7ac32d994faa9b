using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Ended attempts: those with a row, and the last one of a finished run, which is in the run's own row.</summary>
internal static class AttemptQuery
{
    private const string AttemptsSql =
        """
        select attempt, outcome, node_name, token, started_at, finished_at, error_type, error_message, error_stack,
               error_fingerprint, exit_code, peak_memory, cpu_time
        from belfry.attempt where run = $1
        union all
        select attempt, state, node_name, coalesce(token, 0), started_at, finished_at, error_type, error_message, error_stack,
               error_fingerprint, exit_code, peak_memory, cpu_time
        from belfry.history
        where id = $1 and started_at is not null
          and not exists (select 1 from belfry.attempt where attempt.run = history.id and attempt.attempt = history.attempt)
        order by attempt
        """;

    public static async ValueTask<IReadOnlyList<AttemptRecord>> Attempts(Session session, Guid run) =>
        await session.All(AttemptsSql, Read, Id(run));

    private static AttemptRecord Read(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        row.GetString(1),
        row.TextOrNull(2),
        row.GetInt64(3),
        row.InstantOrNull(4),
        row.Instant(5),
        RunRows.Error(row, 6),
        row.IntOrNull(10),
        row.NumberOrNull(11),
        row.SpanOrNull(12));
}
