using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Ended attempts whose run went on, or was lost with them.</summary>
internal static class Attempts
{
    private const string InsertSql =
        """
        insert into attempt (run, attempt, token, outcome, node_name, started_at, finished_at,
                             error_type, error_message, error_stack, error_fingerprint, exit_code, peak_memory, cpu_time)
        select id, attempt, token, @outcome, node_name, @startedAt, @finishedAt,
               @errorType, @errorMessage, @errorStack, @errorFingerprint, @exitCode, @peakMemory, @cpuTime
        from live where id = @id
        on conflict do nothing
        """;

    public static void RecordFailed(Session session, AttemptEnd end, AttemptTimes times) => session.Execute(
        InsertSql,
        "failed",
        times.StartedAt,
        times.FinishedAt,
        end.Error?.Type,
        end.Error?.Message,
        end.Error?.Stack,
        end.Error?.Fingerprint,
        end.ExitCode,
        end.PeakMemoryBytes,
        end.CpuTime,
        end.Run);

    /// <summary>The outcome of an attempt whose node was lost.</summary>
    public const string Lost = "lost";

    public static void RecordLost(Session session, Guid run, DateTimeOffset claimedAt, RunError error) => session.Execute(
        InsertSql,
        Lost,
        claimedAt,
        session.Now,
        error.Type,
        error.Message,
        null,
        error.Fingerprint,
        null,
        null,
        null,
        run);
}
