using Belfry.Runs;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>An attempt whose run goes on, or was lost with it.</summary>
internal sealed record EndedAttempt(Guid Run, string Outcome)
{
    /// <summary>The outcome of an attempt whose node was lost.</summary>
    public const string Lost = "lost";

    public const string Failed = "failed";

    /// <summary>Null is since it was claimed.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Null is now.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
    public RunError? Error { get; init; }
    public int? ExitCode { get; init; }
    public long? PeakMemoryBytes { get; init; }
    public TimeSpan? CpuTime { get; init; }
}

internal static class Attempts
{
    // The run is locked, and its row still that of the attempt.
    private const string InsertSql =
        """
        insert into belfry.attempt (run, attempt, token, outcome, node_name, started_at, finished_at,
                                    error_type, error_message, error_stack, error_fingerprint, exit_code, peak_memory, cpu_time)
        select id, attempt, token, outcome, node_name, coalesce(least(ended_at, now) - length * interval '1 microsecond', claimed_at), least(ended_at, now),
               error_type, error_message, error_stack, error_fingerprint, exit_code, peak_memory, cpu_time
        from (
          select (select belfry.now()) as now, given.*
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            as given (run, outcome, length, ended_at, error_type, error_message, error_stack, error_fingerprint,
                      exit_code, peak_memory, cpu_time)) ended
        join belfry.live on live.id = ended.run
        on conflict do nothing
        """;

    public static async ValueTask Record(Session session, IReadOnlyCollection<EndedAttempt> attempts)
    {
        if (attempts.Count > 0)
        {
            await session.Execute(
                InsertSql,
                Ids(attempts.Select(attempt => attempt.Run)),
                Texts(attempts.Select(attempt => attempt.Outcome)),
                Numbers(attempts.Select(attempt => attempt.Length?.Microseconds())),
                Instants(attempts.Select(attempt => attempt.FinishedAt)),
                Texts(attempts.Select(attempt => attempt.Error?.Type)),
                Texts(attempts.Select(attempt => attempt.Error?.Message)),
                Texts(attempts.Select(attempt => attempt.Error?.Stack)),
                Texts(attempts.Select(attempt => attempt.Error?.Fingerprint)),
                Ints(attempts.Select(attempt => attempt.ExitCode)),
                Numbers(attempts.Select(attempt => attempt.PeakMemoryBytes)),
                Spans(attempts.Select(attempt => attempt.CpuTime)));
        }
    }
}
