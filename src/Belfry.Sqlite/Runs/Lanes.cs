using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Ready runs of one queue, handler and rank. The index of ready runs is a row of lanes.</summary>
internal readonly record struct Lane(string Queue, string Handler, long Rank);

/// <summary>
/// Finds what a node may claim by stepping from lane to lane, so that a hundred thousand runs that only another node can
/// execute cost one step and not a scan.
/// </summary>
internal sealed class Lanes(Session session, ClaimRequest request)
{
    private readonly HashSet<string> handlers = [.. request.Handlers, ""];
    private readonly HashSet<string>? queues = request.Queues is null ? null : [.. request.Queues];

    private const string FirstSql =
        "select queue, handler, rank from live indexed by live_ready where state = 0 order by queue, handler, rank limit 1";

    private const string AfterLaneSql =
        """
        select queue, handler, rank from live indexed by live_ready
        where state = 0 and (queue, handler, rank) > (@queue, @handler, @rank)
        order by queue, handler, rank limit 1
        """;

    private const string AfterQueueSql =
        """
        select queue, handler, rank from live indexed by live_ready
        where state = 0 and queue > @queue
        order by queue, handler, rank limit 1
        """;

    /// <summary>The lanes this node may claim from, the most urgent rank first.</summary>
    public IEnumerable<IGrouping<long, Lane>> ByRank()
    {
        var lanes = new List<Lane>();
        for (var lane = Step(FirstSql); lane is { } at; lane = After(at))
        {
            if (IsServed(at) && handlers.Contains(at.Handler))
            {
                lanes.Add(at);
            }
        }

        return lanes.GroupBy(lane => lane.Rank).OrderBy(group => group.Key);
    }

    private const string ReadySql =
        """
        select available_at, id, seq from live indexed by live_ready
        where state = 0 and queue = @queue and handler = @handler and rank = @rank and available_at <= @until
        order by available_at, id limit @limit
        """;

    /// <summary>The oldest runs of the lanes, which are of one rank, by <c>seq</c>.</summary>
    public IEnumerable<long> Oldest(IEnumerable<Lane> lanes, DateTimeOffset until, int limit) => lanes
        .SelectMany(lane => session.All(
            ReadySql, row => (At: row.GetInt64(0), Id: row.Id(1), Sequence: row.GetInt64(2)), lane.Queue, lane.Handler, lane.Rank, until, limit))
        .OrderBy(run => run.At)
        .ThenBy(run => run.Id)
        .Take(limit)
        .Select(run => run.Sequence);

    private const string NextSql =
        """
        select min(available_at) from live indexed by live_ready
        where state = 0 and queue = @queue and handler = @handler and rank = @rank and available_at > @until
        """;

    /// <summary>The earliest run of the lane that another node, looking further ahead, has made ready before its time.</summary>
    public DateTimeOffset? Next(Lane lane, DateTimeOffset until) =>
        session.Number(NextSql, lane.Queue, lane.Handler, lane.Rank, until) is { } micros ? Micros.Instant(micros) : null;

    private Lane? After(Lane lane) => !IsServed(lane) ? Step(AfterQueueSql, lane.Queue)
        : !handlers.Contains(lane.Handler) ? Step(AfterLaneSql, lane.Queue, lane.Handler, long.MaxValue)
        : Step(AfterLaneSql, lane.Queue, lane.Handler, lane.Rank);

    private bool IsServed(Lane lane) => queues?.Contains(lane.Queue) ?? true;

    private Lane? Step(string sql, params ReadOnlySpan<object?> values)
    {
        using var row = session.Query(sql, values);
        return row.Read() ? new Lane(row.GetString(0), row.GetString(1), row.GetInt64(2)) : null;
    }
}
