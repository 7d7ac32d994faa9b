using Belfry.Policies;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Hands runs to nodes.</summary>
/// <remarks>
/// Where nothing is limited or paused, no breaker is open and no delayed run has come due, a claim is one statement, a transaction of its own. Else
/// that statement says so and takes nothing, and <see cref="BoundedClaim"/> or <see cref="Promotion"/> goes first.
/// </remarks>
internal sealed class Claims(Database database, ClaimRequest request)
{
    public async ValueTask<ClaimReply> Run(CancellationToken cancellation)
    {
        if (request.Only is not null)
        {
            return await RunBounded(cancellation);
        }

        var (reply, state) = await Try(promoted: false, cancellation);
        if (state.IsDue)
        {
            await database.Write(
                async session =>
                {
                    // Whoever changes a limit locks jobs before runs, and this the other way round.
                    await Bounds.Share(session);
                    await Promotion.Run(session, request.Ahead);
                    return true;
                },
                cancellation);
            (reply, state) = await Try(promoted: true, cancellation);
        }

        return state.IsBounded ? await RunBounded(cancellation) : reply;
    }

    // The shares: a lane gets as many of the places as it has runs among the oldest of the most urgent. Each lane is then
    // locked for itself, past what others are about to claim, so that nodes that claim at once do not get less. Of doubtful runs
    // (Doubt) the first is taken.
    private const string ClaimSql =
        $"""
        with recursive clock as materialized (
          select belfry.now() as now, belfry.now() + $4 * interval '1 microsecond' as until),
        claimant as materialized (
          select name, drain, (select environment from belfry.store) <> coalesce(environment, '') as guarded
          from belfry.node where id = $3 and not fenced and lease_until > (select now from clock)),
        gate as materialized (
          select not belfry.is_unbounded() as is_bounded,
                 not $6 and (exists (select 1 from belfry.live where state = 2 and available_at <= (select until from clock))
                   or exists (select 1 from belfry.live where state = 4 and available_at <= (select until from clock))) as is_due
          from claimant where not drain and guarded is not true),
        lanes as (
          (select queue, handler, lane, rank from belfry.live where state = 0 and (select not is_bounded and not is_due from gate)
        {Lanes.Steps},
        oldest as (
          select served.queue, served.handler, served.lane, served.rank
          from served cross join lateral (
            select available_at, seq from belfry.live
            where state = 0 and live.queue = served.queue and live.handler = served.handler and live.lane = served.lane
              and live.rank = served.rank and available_at <= (select until from clock) and lost_count <= $7
            order by available_at, seq limit $5) run
          where (select count(*) from served) > 1
          order by served.rank, available_at, seq limit $5),
        share as (
          select *, $5 as places from served where (select count(*) from served) = 1
          union all
          select queue, handler, lane, rank, count(*) from oldest group by queue, handler, lane, rank),
        picked as materialized (
          select run.place, run.is_doubtful
          from share cross join lateral (
            select live.ctid as place, lost_count >= 2 as is_doubtful from belfry.live
            where state = 0 and live.queue = share.queue and live.handler = share.handler and live.lane = share.lane
              and live.rank = share.rank and available_at <= (select until from clock) and lost_count <= $7
            order by available_at, seq limit share.places
            for no key update skip locked) run),
        taken as (
          update belfry.live
          set {TakenRuns.Changes}, node = $3, node_name = (select name from claimant), claimed_at = (select now from clock)
          from picked
          where live.ctid = picked.place and (not is_doubtful or place = (select place from picked where is_doubtful limit 1))
          returning {TakenRuns.Columns}),
        next as materialized (
          select least(
            (select min(available_at) from belfry.live where state = 2),
            (select min(available_at) from belfry.live where state = 4),
            (select min(run.available_at)
             from served cross join lateral (
               select available_at from belfry.live
               where state = 0 and live.queue = served.queue and live.handler = served.handler and live.lane = served.lane
                 and live.rank = served.rank and available_at > (select until from clock)
               order by available_at limit 1) run)) as available_at)
        select clock.now, claimant.name is null, coalesce(guarded, false), coalesce(is_bounded, false), coalesce(is_due, false),
               next.available_at, taken.*
        from clock cross join next left join claimant on true left join gate on true left join taken on true
        """;

    private async ValueTask<(ClaimReply Reply, ClaimState State)> Try(bool promoted, CancellationToken cancellation) => await database.OnceForRuns(
        async session =>
        {
            var taken = new List<TakenRun>();
            ClaimReply? reply = null;
            ClaimState state = default;
            await using (var rows = await session.Query(
                ClaimSql,
                Lanes.Queues(request),
                Lanes.Handlers(request),
                Id(request.Node),
                Number(request.Ahead.Microseconds()),
                Number(request.Limit),
                Flag(promoted),
                Int(Doubt.MostLosses(request.HoldsDoubtful))))
            {
                while (await session.Read(rows))
                {
                    reply ??= new ClaimReply([], rows.InstantOrNull(5), rows.Instant(0), Fenced: rows.Flag(1)) { Guarded = rows.Flag(2) };
                    state = new ClaimState(IsBounded: rows.Flag(3), IsDue: rows.Flag(4));
                    if (!rows.IsDBNull(6))
                    {
                        taken.Add(TakenRuns.Read(rows, 6));
                    }
                }
            }

            return (reply! with { Runs = await TakenRuns.Claimed(session, taken) }, state);
        },
        cancellation);

    private ValueTask<ClaimReply> RunBounded(CancellationToken cancellation) =>
        database.Write(session => new BoundedClaim(session, request).Run(), cancellation);

    private readonly record struct ClaimState(bool IsBounded, bool IsDue);
}
