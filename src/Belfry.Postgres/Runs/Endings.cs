using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>How a run ends.</summary>
internal sealed record RunEnd(RunState State)
{
    /// <summary>How long the attempt took that ended with it; null when none did: a run that was cancelled while it waited.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Null is now.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Of the attempt whose own end this is; so a repetition of it is recognised.</summary>
    public long? Token { get; init; }

    /// <summary>Who held that attempt.</summary>
    public Guid? Node { get; init; }
    public RunError? Error { get; init; }
    public int? ExitCode { get; init; }
    public long? PeakMemoryBytes { get; init; }
    public TimeSpan? CpuTime { get; init; }
    public string? Note { get; init; }

    /// <summary>Why it ended as dead; null is by its attempts.</summary>
    public DeathReason? Death { get; init; }
}

/// <summary>
/// Moves ended runs from <c>live</c> to <c>history</c>, where nothing changes them again (promise I6). One for each operation,
/// whose transaction has locked the runs; <see cref="Complete"/> moves them, counts them, and lets the next waiting runs of
/// their jobs go.
/// </summary>
internal sealed class Endings(Session session)
{
    private readonly Dictionary<Guid, RunEnd> ends = [];
    private readonly HashSet<string> jobs = [];

    /// <summary>The ends as rows, from the parameters of <see cref="Values"/>. A clock beside them is a scalar subquery: anything else may be read for each of them.</summary>
    public const string Ends =
        """
        unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[],
               $10::integer[], $11::bigint[], $12::interval[], $13::text[], $14::integer[], $15::bigint[], $16::uuid[])
          as ending (run, outcome, length, ended_at, ended_by, error_type, error_message, error_stack, error_fingerprint,
                     exit_code, peak_memory, cpu_time, note, bucket, milliseconds, holder)
        """;

    /// <summary>
    /// Ends of which nothing is to be said but when they came, from the parameters of <see cref="QuietValues"/>: each array costs
    /// each run the time of an index entry.
    /// </summary>
    public const string QuietEnds =
        """
        (select 'succeeded'::text as outcome, given.*, length / 1000 as milliseconds, $6::uuid as holder, null::text as error_type,
                null::text as error_message, null::text as error_stack, null::text as error_fingerprint, null::integer as exit_code,
                null::bigint as peak_memory, null::interval as cpu_time, null::text as note
         from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::integer[]) as given (run, ended_by, length, ended_at, bucket))
          as ending
        """;

    /// <summary>
    /// What a deleted row of <c>live</c> and its end become; goes on after the condition of <c>delete from belfry.live using …</c>.
    /// Where a node's clock goes ahead of the store's, the end is <c>ending.now</c>, so that history stays in order.
    /// </summary>
    public const string Move =
        """
          returning seq, id, job, revision, trigger, due, created_at, available_at, attempt, max_attempts, lost_count, queue, rank,
                    node_name, output_bytes, output_dropped, progress, progress_text, args, unique_key, dry_run, parent, asked_by,
                    missed_count, first_missed, snoozes, numbers, warnings, outcome, length, least(ended_at, now) as finished_at, ended_by, error_type, error_message,
                    error_stack, error_fingerprint, exit_code, peak_memory, cpu_time, note, bucket, milliseconds),
        moved as (
          insert into belfry.history (seq, id, job, revision, trigger, state, ok, due, created_at, available_at, started_at,
                                      finished_at, attempt, max_attempts, lost_count, queue, priority, node_name, token,
                                      error_type, error_message, error_stack, error_fingerprint, exit_code, peak_memory,
                                      cpu_time, output_bytes, output_dropped, progress, progress_text, args, unique_key,
                                      dry_run, parent, asked_by, note, missed_count, first_missed, snoozes, numbers, warnings)
          select seq, id, job, revision, trigger, outcome, outcome = 'succeeded', due, created_at, available_at,
                 finished_at - length * interval '1 microsecond', finished_at, attempt, max_attempts, lost_count, queue, -rank, node_name, ended_by,
                 error_type, error_message, error_stack, error_fingerprint, exit_code, peak_memory,
                 cpu_time, output_bytes, output_dropped, progress, progress_text, args, unique_key,
                 dry_run, parent, asked_by, note, missed_count, first_missed, snoozes, numbers, warnings
          from gone),
        counted as (
          insert into belfry.rollup_delta (job, hour, state, bucket, n, total_ms)
          select job, date_trunc('hour', finished_at, 'UTC'), outcome, bucket, count(*), sum(milliseconds)
          from gone group by 1, 2, 3, 4),
        """ + Events.Ended + Followers.Heard;

    private const string MoveSql =
        $"""
        with ending as materialized (select (select belfry.now()) as now, ending.* from {Ends}),
        gone as (
          delete from belfry.live using ending where live.id = ending.run
        {Move}
        select 1 from gone where {Followers.HasSome} limit 1
        """;

    /// <summary>Jobs follow the ended runs: when the transaction is over, <see cref="Following.Settle"/> decides their ticks.</summary>
    public bool HaveFollowers { get; private set; }

    public void End(Guid run, string job, RunEnd end)
    {
        ends[run] = end;
        jobs.Add(job);
    }

    public async ValueTask Complete()
    {
        if (ends.Count > 0)
        {
            await Burial.Run(session, ends);
            HaveFollowers = await session.Any(MoveSql, Values([.. ends]));
            await LiveRuns.LetNextGo(session, jobs);
        }
    }

    public static Npgsql.NpgsqlParameter[] QuietValues(IReadOnlyList<KeyValuePair<Guid, RunEnd>> ends, Guid holder) =>
    [
        Ids(ends.Select(end => end.Key)),
        Numbers(ends.Select(end => end.Value.Token!.Value)),
        Numbers(ends.Select(end => end.Value.Length!.Value.Microseconds())),
        Instants(ends.Select(end => end.Value.FinishedAt!.Value)),
        Ints(ends.Select(end => DurationBuckets.Of(end.Value.Length!.Value))),
        Id(holder),
    ];

    public static Npgsql.NpgsqlParameter[] Values(IReadOnlyList<KeyValuePair<Guid, RunEnd>> ends) =>
    [
        Ids(ends.Select(end => end.Key)),
        Texts(ends.Select(end => Words<RunState>.Of(end.Value.State))),
        Numbers(ends.Select(end => end.Value.Length?.Microseconds())),
        Instants(ends.Select(end => end.Value.FinishedAt)),
        Numbers(ends.Select(end => end.Value.Token)),
        Texts(ends.Select(end => end.Value.Error?.Type)),
        Texts(ends.Select(end => end.Value.Error?.Message)),
        Texts(ends.Select(end => end.Value.Error?.Stack)),
        Texts(ends.Select(end => end.Value.Error?.Fingerprint)),
        Ints(ends.Select(end => end.Value.ExitCode)),
        Numbers(ends.Select(end => end.Value.PeakMemoryBytes)),
        Spans(ends.Select(end => end.Value.CpuTime)),
        Texts(ends.Select(end => end.Value.Note)),
        Ints(ends.Select(end => DurationBuckets.Of(end.Value.Length ?? TimeSpan.Zero))),
        Numbers(ends.Select(end => (long)(end.Value.Length ?? TimeSpan.Zero).TotalMilliseconds)),
        Ids(ends.Select(end => end.Value.Node)),
    ];
}
