using Belfry.Policies;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>A claim where something is limited or paused or a breaker is open, or of one run only: in several steps, under the locks of the limits.</summary>
internal sealed class BoundedClaim(Session session, ClaimRequest request)
{
    private const string ClaimantSql =
        """
        select now, node.name is null, coalesce(drain, false),
               coalesce((select environment from belfry.store) <> coalesce(environment, ''), false)
        from (select belfry.now() as now) clock
        left join belfry.node on node.id = $1 and not fenced and lease_until > now
        """;

    public async ValueTask<ClaimReply> Run()
    {
        await Bounds.Share(session);
        var claimant = (await session.First(
            ClaimantSql, row => new Claimant(row.Instant(0), row.Flag(1), row.Flag(2), row.Flag(3)), Id(request.Node)))!;
        var reply = new ClaimReply([], null, claimant.Now, claimant.IsFenced) { Guarded = !claimant.IsFenced && claimant.IsGuarded };
        if (claimant.IsFenced || claimant.IsGuarded || claimant.Drains)
        {
            return reply;
        }

        await Promotion.Run(session, request.Ahead);
        var pauses = await Pauses.Now(session);
        bool IsPaused(Lane lane) => pauses.Any(pause => pause.Queue is null || pause.Queue == lane.Queue);
        if (request.Only is { } only)
        {
            return reply with { Runs = await TakenRuns.Claimed(session, await Take(await Pick(only, IsPaused, claimant.Now))) };
        }

        var lanes = (await Lanes.Served(session, request)).Where(lane => !IsPaused(lane)).ToList();
        var admission = await Admission.Open(session, claimant.Now, lanes);
        var (picked, next) = await Pick(lanes, admission);
        await admission.Keep();
        next = Earlier(Earlier(next, admission.NextRoom + request.Ahead), pauses.Select(pause => pause.Until).Min() + request.Ahead);
        return reply with { Runs = await TakenRuns.Claimed(session, await Take(picked)), NextAvailableAt = next };
    }

    private async ValueTask<(List<Guid> Picked, DateTimeOffset? Next)> Pick(List<Lane> lanes, Admission admission)
    {
        var picked = new List<(Guid Id, int LostCount)>();
        var next = await Promotion.Next(session);
        foreach (var rank in lanes.GroupBy(lane => lane.Rank).OrderBy(group => group.Key))
        {
            foreach (var lane in rank)
            {
                next = Earlier(next, await Lanes.Next(session, lane, request.Ahead));
            }

            foreach (var (lane, places) in await Shares(rank, admission, request.Limit - picked.Count))
            {
                picked.AddRange(await Lanes.Lock(session, lane, request, places));
            }

            if (picked.Count >= request.Limit)
            {
                break;
            }
        }

        return ([.. Doubt.Single(picked, run => run.LostCount).Select(run => run.Id)], next);
    }

    // The oldest first, as many as limits let through.
    private async ValueTask<IEnumerable<(Lane Lane, int Places)>> Shares(IEnumerable<Lane> lanes, Admission admission, int limit)
    {
        var oldest = new List<(Lane Lane, DateTimeOffset At, long Sequence)>();
        foreach (var lane in lanes)
        {
            int most = Math.Min(limit, admission.Left(lane));
            oldest.AddRange(
                from run in most == 0 ? [] : await Lanes.Oldest(session, lane, request, most)
                select (lane, run.At, run.Sequence));
        }

        return oldest
            .OrderBy(run => run.At)
            .ThenBy(run => run.Sequence)
            .Where(run => admission.TryTake(run.Lane))
            .Take(limit)
            .GroupBy(run => run.Lane)
            .Select(share => (share.Key, share.Count()));
    }

    private const string OnlySql =
        """
        select id, queue, handler, lane, rank from belfry.live
        where id = $1 and state = 0 and available_at <= belfry.now() + $2 * interval '1 microsecond'
        for no key update skip locked
        """;

    private async ValueTask<List<Guid>> Pick(Guid only, Func<Lane, bool> isPaused, DateTimeOffset now)
    {
        var found = await session.All(
            OnlySql,
            row => (Id: row.Id(0), Lane: new Lane(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4))),
            Id(only),
            Number(request.Ahead.Microseconds()));
        var open = found.Where(run => !isPaused(run.Lane)).ToList();
        var admission = await Admission.Open(session, now, [.. open.Select(run => run.Lane)]);
        List<Guid> picked = [.. open.Where(run => admission.TryTake(run.Lane)).Select(run => run.Id)];
        await admission.Keep();
        return picked;
    }

    private const string TakeSql =
        $"""
        update belfry.live
        set {TakenRuns.Changes}, node = node.id, node_name = node.name, claimed_at = belfry.now()
        from belfry.node
        where live.id = any ($1) and node.id = $2
        returning {TakenRuns.Columns}
        """;

    private async ValueTask<List<TakenRun>> Take(List<Guid> picked) => picked.Count == 0
        ? []
        : await session.All(TakeSql, row => TakenRuns.Read(row, 0), Ids(picked), Id(request.Node));

    private static DateTimeOffset? Earlier(DateTimeOffset? known, DateTimeOffset? other) =>
        known is null || other < known ? other ?? known : known;

    private sealed record Claimant(DateTimeOffset Now, bool IsFenced, bool Drains, bool IsGuarded);
}
