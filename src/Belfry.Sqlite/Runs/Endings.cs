using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>How a run ends.</summary>
internal sealed record RunEnd(RunState State)
{
    /// <summary>Null when no attempt ended with it: a run that was cancelled while it waited.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Of the attempt whose own end this is; so a repetition of it is recognised.</summary>
    public long? Token { get; init; }
    public RunError? Error { get; init; }
    public int? ExitCode { get; init; }
    public long? PeakMemoryBytes { get; init; }
    public TimeSpan? CpuTime { get; init; }
    public string? Note { get; init; }

    /// <summary>Why it ended as dead; null is by its attempts.</summary>
    public DeathReason? Death { get; init; }
}

/// <summary>
/// Moves ended runs from <c>live</c> to <c>history</c>, where nothing changes them again (promise I6). One for each operation;
/// <see cref="Complete"/> then lets the next waiting runs of their jobs go, writes the counts, and decides the ticks of jobs that follow.
/// </summary>
internal sealed class Endings(Session session)
{
    private readonly Rollups rollups = new();
    private readonly HashSet<string> jobs = [];
    private readonly List<(Guid Run, string Job)> ended = [];

    private const string MoveSql =
        """
        insert into history (id, job, revision, trigger, state, ok, due, created_at, available_at, started_at, finished_at,
                             attempt, max_attempts, lost_count, queue, priority, node_name, token, error_type, error_message,
                             error_stack, error_fingerprint, exit_code, peak_memory, cpu_time, output_bytes, output_dropped,
                             progress, progress_text, args, unique_key, dry_run, parent, asked_by, note, missed_count,
                             first_missed, snoozes, numbers, warnings)
        select id, job, revision, trigger, @state, @ok, due, created_at, available_at, @startedAt, @finishedAt,
               attempt, max_attempts, lost_count, queue, -rank, node_name, @token, @errorType, @errorMessage,
               @errorStack, @errorFingerprint, @exitCode, @peakMemory, @cpuTime, output_bytes, output_dropped,
               progress, progress_text, args, unique_key, dry_run, parent, asked_by, @note, missed_count,
               first_missed, snoozes, numbers, warnings
        from live where id = @id
        """;

    private const string DeleteSql = "delete from live where id = @id";

    public void End(Guid run, string job, RunEnd end)
    {
        var finishedAt = end.FinishedAt ?? session.Now;
        if (end.State == RunState.Dead)
        {
            Burial.Run(session, run, job, end);
        }

        session.Execute(
            MoveSql,
            Words<RunState>.Of(end.State),
            end.State == RunState.Succeeded,
            end.StartedAt,
            finishedAt,
            end.Token,
            end.Error?.Type,
            end.Error?.Message,
            end.Error?.Stack,
            end.Error?.Fingerprint,
            end.ExitCode,
            end.PeakMemoryBytes,
            end.CpuTime,
            end.Note,
            run);
        session.Execute(DeleteSql, run);
        Events.Ended(session, run);
        rollups.Add(job, end.State, finishedAt, end.StartedAt is { } startedAt ? finishedAt - startedAt : TimeSpan.Zero);
        jobs.Add(job);
        ended.Add((run, job));
    }

    public void Complete()
    {
        foreach (var job in jobs)
        {
            LiveRuns.LetNextGo(session, job);
        }

        rollups.Write(session);
        Followers.Ended(session, ended);
        Following.Decide(session);
    }
}
