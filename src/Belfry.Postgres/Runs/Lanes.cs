using Belfry.Policies;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Ready runs of one queue, handler, set of limits and rank. The index of ready runs is a row of lanes.</summary>
/// <param name="Limits">See <see cref="RunLane"/>.</param>
internal readonly record struct Lane(string Queue, string Handler, string Limits, int Rank);

/// <summary>
/// Finds what a node may claim by stepping from lane to lane, so that a hundred thousand runs that only another node can
/// execute, or that a limit or a pause holds back, cost one step and not a scan.
/// </summary>
internal static class Lanes
{
    /// <summary>
    /// For <c>with recursive</c>: the lanes that ready runs stand in. Goes on after the condition under which there are any. $1
    /// are the queues to look at, null is all; $2 the handlers. Whole queues and handlers of others are one step, by a
    /// text and a rank that nothing comes after.
    /// </summary>
    public const string Steps =
        """
           order by queue, handler, lane, rank limit 1)
          union all
          select next.* from lanes cross join lateral (
            select queue, handler, lane, rank from belfry.live
            where state = 0 and (queue, handler, lane, rank) > (
              lanes.queue,
              case when $1::text[] is null or lanes.queue = any ($1) then lanes.handler else chr(1114111) end,
              case when lanes.handler = any ($2::text[]) then lanes.lane else chr(1114111) end,
              lanes.rank)
            order by queue, handler, lane, rank limit 1) next),
        served as materialized (
          select * from lanes where ($1::text[] is null or queue = any ($1)) and handler = any ($2::text[]))
        """;

    private const string ServedSql =
        $"""
        with recursive lanes as (
          (select queue, handler, lane, rank from belfry.live where state = 0
        {Steps}
        select queue, handler, lane, rank from served
        """;

    public static ValueTask<List<Lane>> Served(Session session, ClaimRequest request) => session.All(
        ServedSql, row => new Lane(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3)), Queues(request), Handlers(request));

    private const string OldestSql =
        """
        select available_at, seq from belfry.live
        where state = 0 and queue = $1 and handler = $2 and lane = $3 and rank = $4
          and available_at <= belfry.now() + $5 * interval '1 microsecond' and lost_count <= $7
        order by available_at, seq limit $6
        """;

    /// <summary>When the oldest runs of the lane became available, and their places in the order of insertion.</summary>
    public static ValueTask<List<(DateTimeOffset At, long Sequence)>> Oldest(
        Session session, Lane lane, ClaimRequest request, int limit) => session.All(
        OldestSql,
        row => (row.Instant(0), row.GetInt64(1)),
        [.. Values(lane, request.Ahead), Number(limit), Int(Doubt.MostLosses(request.HoldsDoubtful))]);

    private const string LockSql =
        $"""
        select id, lost_count from belfry.live
        where state = 0 and queue = $1 and handler = $2 and lane = $3 and rank = $4
          and available_at <= belfry.now() + $5 * interval '1 microsecond' and lost_count <= $7
        order by available_at, seq limit $6
        for no key update skip locked
        """;

    /// <summary>Locks that many of the lane's oldest runs that nobody else is about to claim.</summary>
    public static ValueTask<List<(Guid Id, int LostCount)>> Lock(Session session, Lane lane, ClaimRequest request, int limit) =>
        session.All(
            LockSql,
            row => (row.Id(0), row.GetInt32(1)),
            [.. Values(lane, request.Ahead), Number(limit), Int(Doubt.MostLosses(request.HoldsDoubtful))]);

    private const string NextSql =
        """
        select min(available_at) from belfry.live
        where state = 0 and queue = $1 and handler = $2 and lane = $3 and rank = $4
          and available_at > belfry.now() + $5 * interval '1 microsecond'
        """;

    /// <summary>The earliest run of the lane that another node, looking further ahead, has made ready before its time.</summary>
    public static ValueTask<DateTimeOffset?> Next(Session session, Lane lane, TimeSpan ahead) =>
        session.First(NextSql, row => row.InstantOrNull(0), Values(lane, ahead));

    public static NpgsqlParameter Queues(ClaimRequest request) =>
        request.Queues is null ? NoTexts : Texts(request.Queues);

    /// <summary>Commands need no handler.</summary>
    public static NpgsqlParameter Handlers(ClaimRequest request) => Texts([.. request.Handlers, ""]);

    private static NpgsqlParameter[] Values(Lane lane, TimeSpan ahead) =>
        [Text(lane.Queue), Text(lane.Handler), Text(lane.Limits), Int(lane.Rank), Number(ahead.Microseconds())];
}
