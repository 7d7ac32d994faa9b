using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Heartbeats.</summary>
internal static class Beats
{
    // A claim's reply is on its way for less than this; a run that its node does not list by then never reached it.
    private static readonly TimeSpan ReplyTime = TimeSpan.FromSeconds(10);

    private const string RenewSql =
        """
        insert into node (id, name, version, slots, queues, draining, started_at, last_beat_at, lease_until,
                          handlers, environment, host, process_id, process_start, skew, jumps, pauses, trusted)
        values (@id, @name, @version, @slots, @queues, @draining, @now, @now, @leaseUntil,
                @handlers, @environment, @host, @processId, @processStart, @skew, @jumps, @pauses, @trusted)
        on conflict (id) do update
        set name = excluded.name, version = excluded.version, slots = excluded.slots, queues = excluded.queues,
            draining = excluded.draining, last_beat_at = excluded.last_beat_at, lease_until = excluded.lease_until,
            handlers = excluded.handlers, environment = excluded.environment, host = excluded.host,
            process_id = excluded.process_id, process_start = excluded.process_start, skew = excluded.skew,
            jumps = excluded.jumps, pauses = excluded.pauses, trusted = excluded.trusted
        where fenced = 0
        returning drain
        """;

    public static BeatReply Beat(Session session, Heartbeat beat)
    {
        var drain = session.Number(
            RenewSql,
            beat.Id,
            beat.Name,
            beat.Version,
            beat.Slots,
            QueueList.Write(beat.Queues),
            beat.Draining,
            session.Now,
            session.Now + beat.LeaseTime,
            QueueList.Write(beat.Handlers),
            beat.Environment,
            beat.Process?.Host,
            beat.Process?.ProcessId,
            beat.Process?.StartTime,
            beat.Clock?.Skew,
            beat.Clock?.Jumps,
            beat.Clock?.Pauses,
            beat.Clock?.Trusted ?? true);
        if (drain is null)
        {
            return new BeatReply(Accepted: false, session.Now, [], [.. beat.Holding.Select(held => held.Run)], 0);
        }

        var running = Running(session, beat.Id);
        var released = Release(session, running, beat);
        var current = running.ToDictionary(run => run.Id);
        var cancel = running.Where(run => run.CancelReason is not null).Select(run => new CancelledRun(run.Id, run.CancelReason!));
        var lost = beat.Holding
            .Where(held => !(current.TryGetValue(held.Run, out var run) && run.Token == held.Token) && !IsEnded(session, held))
            .Select(held => held.Run);
        return new BeatReply(Accepted: true, session.Now, [.. cancel], [.. lost], released)
        {
            Environment = StoreEnvironment.Learn(session, beat.Environment),
            Drain = drain != 0,
        };
    }

    private const string RunningSql =
        "select id, token, claimed_at, cancel_reason, job from live indexed by live_running where state = 1 and node = @node";

    private static List<RunningRun> Running(Session session, Guid node) => session.All(
        RunningSql,
        row => new RunningRun(row.Id(0), row.GetInt64(1), row.Instant(2), row.TextOrNull(3), row.GetString(4)),
        node);

    private static int Release(Session session, List<RunningRun> running, Heartbeat beat)
    {
        var held = beat.Holding.ToHashSet();
        var endings = new Endings(session);
        var unknown = running
            .Where(run => run.ClaimedAt < session.Now - ReplyTime && !held.Contains(new HeldRun(run.Id, run.Token)))
            .ToList();
        foreach (var run in unknown)
        {
            HandBack.Run(session, run.Id, keepToken: false);
            if (run.CancelReason is { } reason)
            {
                endings.End(run.Id, run.Job, new RunEnd(RunState.Cancelled) { Note = reason });
            }

            running.Remove(run);
        }

        endings.Complete();
        return unknown.Count;
    }

    private const string EndedSql =
        """
        select 1 from history where id = @id and token = @token
        union all
        select 1 from live where id = @id and token = @token
        limit 1
        """;

    // The node ended it itself and has not seen the answer yet: nobody took it away.
    private static bool IsEnded(Session session, HeldRun held) => session.Any(EndedSql, held.Run, held.Token);

    private sealed record RunningRun(Guid Id, long Token, DateTimeOffset ClaimedAt, string? CancelReason, string Job);
}
