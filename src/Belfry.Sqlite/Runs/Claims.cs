using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Hands runs to nodes.</summary>
internal static class Claims
{
    private const string NodeSql = "select name from node where id = @id and fenced = 0 and lease_until > @now";

    private const string OnlySql = "select id from live where id = @id and state = 0 and available_at <= @until";

    public static ClaimReply Claim(Session session, ClaimRequest request)
    {
        if (session.First(NodeSql, row => row.GetString(0), request.Node, session.Now) is not { } nodeName)
        {
            return new ClaimReply([], null, session.Now, Fenced: true);
        }

        var until = session.Now + request.Ahead;
        Promotion.Run(session, until);
        if (request.Only is { } only)
        {
            var found = session.All(OnlySql, row => row.Id(0), only, until);
            return new ClaimReply(Take(session, request.Node, nodeName, [.. found]), null, session.Now, Fenced: false);
        }

        var lanes = new Lanes(session, request);
        var ids = new List<Guid>();
        var next = Promotion.Next(session);
        foreach (var rank in lanes.ByRank())
        {
            ids.AddRange(lanes.Oldest(rank, until, request.Limit - ids.Count));
            foreach (var lane in rank)
            {
                next = Earlier(next, lanes.Next(lane, until));
            }

            if (ids.Count >= request.Limit)
            {
                break;
            }
        }

        return new ClaimReply(Take(session, request.Node, nodeName, ids), next, session.Now, Fenced: false);
    }

    private const string TakeSql =
        """
        update live
        set state = 1, attempt = attempt + 1, retrying = 0, token = @token, node = @node, node_name = @nodeName, claimed_at = @now,
            output_end = 0, output_bytes = 0, output_dropped = 0, progress = null, progress_text = null
        where id = @id
        returning id, token, attempt, lost_count, definition, trigger, due, available_at, created_at, args, dry_run, checkpoint,
                  missed_count, first_missed, job
        """;

    private static List<ClaimedRun> Take(Session session, Guid node, string nodeName, List<Guid> ids)
    {
        var claimed = new List<ClaimedRun>(ids.Count);
        if (ids.Count == 0)
        {
            return claimed;
        }

        var endings = new Endings(session);
        var token = Fence.Take(session, ids.Count);
        foreach (var id in ids)
        {
            using var row = session.Query(TakeSql, token++, node, nodeName, session.Now, id);
            row.Read();
            if (Definitions.TryGet(session, row.GetInt64(4)) is not { } definition)
            {
                var job = row.GetString(14);
                row.Close();
                endings.End(id, job, Unreadable);
                continue;
            }

            claimed.Add(new ClaimedRun(
                row.Id(0),
                row.GetInt64(1),
                row.GetInt32(2),
                row.GetInt32(3),
                definition,
                Words<RunTrigger>.Value(row.GetString(5)),
                row.Instant(6),
                row.Instant(7),
                row.Instant(8),
                Json(row.TextOrNull(9)),
                row.Flag(10),
                Json(row.TextOrNull(11)),
                row.GetInt64(12),
                row.InstantOrNull(13)));
        }

        endings.Complete();
        return claimed;
    }

    // One damaged row must not keep all others from being claimed.
    private static RunEnd Unreadable { get; } = new(RunState.Dead)
    {
        Error = new RunError("invalid", "The definition this run was made under cannot be read.", null, "invalid"),
    };

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);

    private static DateTimeOffset? Earlier(DateTimeOffset? known, DateTimeOffset? other) =>
        known is null || other < known ? other ?? known : known;
}
