using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>Rows of <c>live</c> and <c>history</c> as people see them: the same columns, in the same order, from both.</summary>
internal static class RunRows
{
    /// <summary>For <c>live</c>, joined with the attempt that failed last.</summary>
    public const string LiveColumns =
        $"""
        live.id, live.job, live.revision, live.trigger, {Shown},
        live.due, live.created_at, live.available_at,
        case when live.claimed_at is not null then greatest(live.claimed_at, live.available_at) end, null::timestamptz,
        live.attempt, live.max_attempts, live.lost_count, live.queue, -live.rank, live.node_name,
        case when live.state = 1 then live.token end,
        attempt.error_type, attempt.error_message, attempt.error_stack, attempt.error_fingerprint,
        null::integer, null::bigint, null::interval,
        live.output_bytes, live.output_dropped, live.progress, live.progress_text, live.args, live.unique_key, live.dry_run,
        live.parent, live.asked_by, live.cancel_reason, live.cancel_reason is not null, live.state = 3,
        live.missed_count, live.first_missed, live.seq, live.snoozes, live.numbers::text, live.warnings::text, live.operation
        """;

    /// <summary>The state of a live run in a word.</summary>
    public const string Shown =
        """
        case when live.state = 1 then 'running'
             when live.state = 3 or live.available_at <= belfry.now() then 'queued'
             when live.retrying then 'retrying'
             else 'scheduled' end
        """;

    public const string AttemptJoin = "left join belfry.attempt on attempt.run = live.id and attempt.attempt = live.attempt";

    public const string LiveJoin = $"belfry.live {AttemptJoin}";

    public const string HistoryColumns =
        """
        history.id, history.job, history.revision, history.trigger, history.state, history.due, history.created_at,
        history.available_at, history.started_at, history.finished_at, history.attempt, history.max_attempts,
        history.lost_count, history.queue, history.priority, history.node_name, history.token, history.error_type,
        history.error_message, history.error_stack, history.error_fingerprint, history.exit_code, history.peak_memory,
        history.cpu_time, history.output_bytes, history.output_dropped, history.progress, history.progress_text, history.args,
        history.unique_key, history.dry_run, history.parent, history.asked_by, history.note, false, false,
        history.missed_count, history.first_missed, history.seq, history.snoozes, history.numbers::text, history.warnings::text, history.operation
        """;

    /// <summary>The column of both that orders rows by insertion.</summary>
    public const int Sequence = 38;

    public static RunRecord Read(NpgsqlDataReader row) => new()
    {
        Id = row.Id(0),
        Job = row.GetString(1),
        Revision = row.GetInt64(2),
        Trigger = Words<RunTrigger>.Value(row.GetString(3)),
        State = Words<RunState>.Value(row.GetString(4)),
        Due = row.Instant(5),
        CreatedAt = row.Instant(6),
        AvailableAt = row.Instant(7),
        StartedAt = row.InstantOrNull(8),
        FinishedAt = row.InstantOrNull(9),
        Attempt = row.GetInt32(10),
        MaxAttempts = row.GetInt32(11),
        LostCount = row.GetInt32(12),
        Queue = row.GetString(13),
        Priority = row.GetInt32(14),
        Node = row.TextOrNull(15),
        Token = row.NumberOrNull(16),
        Error = Error(row, 17),
        ExitCode = row.IntOrNull(21),
        PeakMemoryBytes = row.NumberOrNull(22),
        CpuTime = row.SpanOrNull(23),
        OutputBytes = row.GetInt64(24),
        OutputDropped = row.GetInt64(25),
        Progress = row.RealOrNull(26),
        ProgressText = row.TextOrNull(27),
        Args = row.TextOrNull(28),
        UniqueKey = row.TextOrNull(29),
        DryRun = row.Flag(30),
        Parent = row.IdOrNull(31),
        By = row.TextOrNull(32),
        Note = row.TextOrNull(33),
        CancelRequested = row.Flag(34),
        Blocked = row.Flag(35),
        MissedCount = row.GetInt64(36),
        FirstMissed = row.InstantOrNull(37),
        Snoozes = row.GetInt32(39),
        Numbers = RunNumbers.Read(row.TextOrNull(40)),
        Warnings = RunWarnings.Read(row.TextOrNull(41)),
        Operation = row.IdOrNull(42),
    };

    public static RunError? Error(NpgsqlDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new RunError(
            row.GetString(column),
            row.GetString(column + 1),
            row.TextOrNull(column + 2),
            row.TextOrNull(column + 3) ?? "");
}
