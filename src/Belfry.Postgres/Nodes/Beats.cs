using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Heartbeats.</summary>
internal static class Beats
{
    // A claim's reply is on its way for less than this; a run that its node does not list by then never reached it.
    private static readonly TimeSpan ReplyTime = TimeSpan.FromSeconds(10);

    // One round trip: the lease, what somebody asked for, and where the store and the node see different runs. A held run that
    // the node ended itself and has not seen the answer for yet is not lost.
    private const string RenewSql =
        """
        with clock as materialized (select belfry.now() as now),
        up as (
          insert into belfry.node as node (id, name, version, slots, queues, draining, started_at, last_beat_at, lease_until, handlers,
                                           environment, host, process_id, process_start, skew, jumps,
                                           pauses, trusted)
          select $1, $2, $3, $4, $5, $6, now, now, now + $7 * interval '1 microsecond', $8, $9, $10, $11, $12, $13, $14, $15, $16
          from clock
          on conflict (id) do update
          set name = excluded.name, version = excluded.version, slots = excluded.slots, queues = excluded.queues,
              draining = excluded.draining, last_beat_at = excluded.last_beat_at, lease_until = excluded.lease_until,
              handlers = excluded.handlers, environment = excluded.environment, host = excluded.host,
              process_id = excluded.process_id, process_start = excluded.process_start,
              skew = excluded.skew, jumps = excluded.jumps, pauses = excluded.pauses,
              trusted = excluded.trusted
          where not node.fenced
          returning drain),
        held as materialized (select * from unnest($17::uuid[], $18::bigint[]) as held (run, token)),
        news as (
          select 'cancel' as kind, id, cancel_reason as reason from belfry.live
          where state = 1 and node = $1 and cancel_reason is not null
          union all
          select 'unknown', id, null from belfry.live, clock
          where state = 1 and node = $1 and claimed_at < now - $19 * interval '1 microsecond'
            and not exists (select 1 from held where held.run = live.id and held.token = live.token)
          union all
          select 'lost', run, null from held
          where not exists (select 1 from belfry.live where live.id = held.run and live.token = held.token)
            and not exists (select 1 from belfry.history where history.id = held.run and history.token = held.token))
        select now, up.drain, store.environment, news.kind, news.id, news.reason
        from clock left join up on true left join belfry.store on true left join news on true
        """;

    public static async ValueTask<BeatReply> Beat(Session session, Heartbeat beat)
    {
        var rows = await session.All(
            RenewSql,
            row => new Row(
                row.Instant(0), row.IsDBNull(1) ? null : row.Flag(1), row.TextOrNull(2), row.TextOrNull(3), row.IdOrNull(4), row.TextOrNull(5)),
            Id(beat.Id),
            Text(beat.Name),
            Text(beat.Version),
            Int(beat.Slots),
            beat.Queues is null ? NoTexts : Texts(beat.Queues),
            Flag(beat.Draining),
            Number(beat.LeaseTime.Microseconds()),
            Texts(beat.Handlers),
            Text(beat.Environment),
            Text(beat.Process?.Host),
            Int(beat.Process?.ProcessId),
            Number(beat.Process?.StartTime),
            Span(beat.Clock?.Skew),
            Int(beat.Clock?.Jumps),
            Int(beat.Clock?.Pauses),
            Flag(beat.Clock?.Trusted ?? true),
            Ids(beat.Holding.Select(held => held.Run)),
            Numbers(beat.Holding.Select(held => held.Token)),
            Number(ReplyTime.Microseconds()));
        var (now, drain, environment) = (rows[0].Now, rows[0].Drain, rows[0].Environment);
        if (drain is null)
        {
            return new BeatReply(Accepted: false, now, [], [.. beat.Holding.Select(held => held.Run)], 0);
        }

        var unknown = rows.Where(row => row.Kind == "unknown").Select(row => row.Run!.Value).ToHashSet();
        int released = unknown.Count == 0 ? 0 : await Release(session, beat.Id, unknown);
        var cancel = rows.Where(row => row.Kind == "cancel" && !unknown.Contains(row.Run!.Value));
        var lost = rows.Where(row => row.Kind == "lost").Select(row => row.Run!.Value);
        return new BeatReply(
            Accepted: true, now, [.. cancel.Select(row => new CancelledRun(row.Run!.Value, row.Reason!))], [.. lost], released)
        {
            Environment = environment is null && beat.Environment is not null
                ? await StoreEnvironment.Learn(session, beat.Environment)
                : environment,
            Drain = drain.Value,
        };
    }

    private const string UnknownSql =
        "select id, job, cancel_reason from belfry.live where id = any ($1) and state = 1 and node = $2 order by id for update";

    private static async ValueTask<int> Release(Session session, Guid node, IReadOnlyCollection<Guid> unknown)
    {
        var runs = await session.All(
            UnknownSql, row => (Id: row.Id(0), Job: row.GetString(1), CancelReason: row.TextOrNull(2)), Ids(unknown), Id(node));
        await HandBack.Run(session, [.. runs.Select(run => run.Id)], keepToken: false);
        var endings = new Endings(session);
        foreach (var run in runs.Where(run => run.CancelReason is not null))
        {
            endings.End(run.Id, run.Job, new RunEnd(RunState.Cancelled) { Note = run.CancelReason });
        }

        await endings.Complete();
        return runs.Count;
    }

    private sealed record Row(DateTimeOffset Now, bool? Drain, string? Environment, string? Kind, Guid? Run, string? Reason);
}
