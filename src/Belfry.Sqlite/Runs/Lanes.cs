using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Ready runs of one queue, handler, set of limits and rank. The index of ready runs is a row of lanes.</summary>
/// <param name="Limits">See <see cref="RunLane"/>.</param>
internal readonly record struct Lane(string Queue, string Handler, string Limits, long Rank);

/// <summary>
/// Finds what a node may claim by stepping from lane to lane, so that a hundred thousand runs that only another node can
/// execute, or that a limit or a pause holds back, cost one step and not a scan.
/// </summary>
internal sealed class Lanes(Session session, ClaimRequest request, Admission? admission)
{
    // As in Doubt. Nearly always none, and then the index says so in one step.
    private const string DoubtfulSql = "select seq from live indexed by live_doubtful where state = 0 and lost_count >= 2";

    private readonly HashSet<long> doubtful = [.. session.All(DoubtfulSql, row => row.GetInt64(0))];
    private bool holdsDoubtful = request.HoldsDoubtful;
    private readonly HashSet<string> handlers = [.. request.Handlers, ""];
    private readonly HashSet<string>? queues = request.Queues is null ? null : [.. request.Queues];

    private const string FirstSql =
        "select queue, handler, lane, rank from live indexed by live_ready where state = 0 order by queue, handler, lane, rank limit 1";

    private const string AfterLaneSql =
        """
        select queue, handler, lane, rank from live indexed by live_ready
        where state = 0 and (queue, handler, lane, rank) > (@queue, @handler, @lane, @rank)
        order by queue, handler, lane, rank limit 1
        """;

    private const string AfterHandlerSql =
        """
        select queue, handler, lane, rank from live indexed by live_ready
        where state = 0 and (queue, handler) > (@queue, @handler)
        order by queue, handler, lane, rank limit 1
        """;

    private const string AfterQueueSql =
        """
        select queue, handler, lane, rank from live indexed by live_ready
        where state = 0 and queue > @queue
        order by queue, handler, lane, rank limit 1
        """;

    /// <summary>The lanes this node may claim from now, the most urgent rank first.</summary>
    public IEnumerable<IGrouping<long, Lane>> ByRank()
    {
        var lanes = new List<Lane>();
        for (var lane = Step(FirstSql); lane is { } at; lane = After(at))
        {
            if (!IsServed(at) || !handlers.Contains(at.Handler))
            {
                continue;
            }

            if (IsOpen(at))
            {
                lanes.Add(at);
            }
        }

        return lanes.GroupBy(lane => lane.Rank).OrderBy(group => group.Key);
    }

    private const string ReadySql =
        """
        select available_at, id, seq from live indexed by live_ready
        where state = 0 and queue = @queue and handler = @handler and lane = @lane and rank = @rank and available_at <= @until
        order by available_at, id limit @limit
        """;

    /// <summary>The oldest runs of the lanes, which are of one rank, by <c>seq</c>: as many as limits let through.</summary>
    public IEnumerable<long> Oldest(IEnumerable<Lane> lanes, DateTimeOffset until, int limit) => lanes
        .SelectMany(lane => session.All(
            ReadySql,
            row => (Lane: lane, At: row.GetInt64(0), Id: row.Id(1), Sequence: row.GetInt64(2)),
            lane.Queue,
            lane.Handler,
            lane.Limits,
            lane.Rank,
            until,
            Math.Min(limit, admission?.Left(lane.Queue, lane.Limits) ?? limit) + doubtful.Count))
        .OrderBy(run => run.At)
        .ThenBy(run => run.Id)
        .Where(run => TryTake(run.Lane, run.Sequence))
        .Take(limit)
        .Select(run => run.Sequence);

    private bool TryTake(Lane lane, long sequence)
    {
        bool isDoubtful = doubtful.Contains(sequence);
        if ((isDoubtful && holdsDoubtful) || !(admission?.TryTake(lane.Queue, lane.Limits) ?? true))
        {
            return false;
        }

        holdsDoubtful |= isDoubtful;
        return true;
    }

    private const string NextSql =
        """
        select min(available_at) from live indexed by live_ready
        where state = 0 and queue = @queue and handler = @handler and lane = @lane and rank = @rank and available_at > @until
        """;

    /// <summary>The earliest run of the lane that another node, looking further ahead, has made ready before its time.</summary>
    public DateTimeOffset? Next(Lane lane, DateTimeOffset until) =>
        session.Number(NextSql, lane.Queue, lane.Handler, lane.Limits, lane.Rank, until) is { } micros ? Micros.Instant(micros) : null;

    private Lane? After(Lane lane) => !IsServed(lane) || !IsOpen(lane with { Limits = "" }) ? Step(AfterQueueSql, lane.Queue)
        : !handlers.Contains(lane.Handler) ? Step(AfterHandlerSql, lane.Queue, lane.Handler)
        : Step(AfterLaneSql, lane.Queue, lane.Handler, lane.Limits, IsOpen(lane) ? lane.Rank : long.MaxValue);

    private bool IsServed(Lane lane) => queues?.Contains(lane.Queue) ?? true;

    private bool IsOpen(Lane lane) => admission is null || admission.Left(lane.Queue, lane.Limits) > 0;

    private Lane? Step(string sql, params ReadOnlySpan<object?> values)
    {
        using var row = session.Query(sql, values);
        return row.Read() ? new Lane(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)) : null;
    }
}
