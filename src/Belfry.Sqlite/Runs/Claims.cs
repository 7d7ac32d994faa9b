using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Hands runs to nodes.</summary>
internal static class Claims
{
    private const string NodeSql =
        """
        select name, drain, (select environment from meta) is not null and environment is not (select environment from meta)
        from node where id = @id and fenced = 0 and lease_until > @now
        """;

    private const string OnlySql = "select seq, queue, lane from live where id = @id and state = 0 and available_at <= @until";

    public static ClaimReply Claim(Session session, ClaimRequest request)
    {
        if (session.First(NodeSql, row => new Claimant(row.GetString(0), row.Flag(1), row.Flag(2)), request.Node, session.Now)
            is not { } node)
        {
            return new ClaimReply([], null, session.Now, Fenced: true);
        }

        if (node.IsGuarded || node.Drains)
        {
            return new ClaimReply([], null, session.Now, Fenced: false) { Guarded = node.IsGuarded };
        }

        var until = session.Now + request.Ahead;
        Promotion.Run(session, until);
        var admission = Admission.Open(session);
        var (picked, next) = request.Only is { } only
            ? (Pick(session, admission, only, until), null)
            : Pick(session, admission, request, until);
        admission?.Keep();
        return new ClaimReply(Take(session, request.Node, node.Name, picked), next, session.Now, Fenced: false);
    }

    private static (List<long> Picked, DateTimeOffset? Next) Pick(
        Session session, Admission? admission, ClaimRequest request, DateTimeOffset until)
    {
        var lanes = new Lanes(session, request, admission);
        var picked = new List<long>();
        var next = Promotion.Next(session);
        foreach (var rank in lanes.ByRank())
        {
            picked.AddRange(lanes.Oldest(rank, until, request.Limit - picked.Count));
            foreach (var lane in rank)
            {
                next = Earlier(next, lanes.Next(lane, until));
            }

            if (picked.Count >= request.Limit)
            {
                break;
            }
        }

        return (picked, Earlier(next, admission?.NextRoom + request.Ahead));
    }

    private static List<long> Pick(Session session, Admission? admission, Guid only, DateTimeOffset until) =>
    [
        .. session.All(OnlySql, row => (Sequence: row.GetInt64(0), Queue: row.GetString(1), Lane: row.GetString(2)), only, until)
            .Where(run => admission?.TryTake(run.Queue, run.Lane) ?? true)
            .Select(run => run.Sequence),
    ];

    // One statement for all: the row by row way spends more time on the way to SQLite than in it.
    private const string TakeSql =
        """
        update live
        set state = 1, attempt = attempt + 1, retrying = 0, token = @token + pick.key, node = @node, node_name = @nodeName,
            claimed_at = @now, output_end = 0, output_bytes = 0, output_dropped = 0, progress = null, progress_text = null
        from json_each(@picked) as pick
        where live.seq = pick.value
        returning id, token, attempt, lost_count, definition, trigger, due, available_at, created_at, args, dry_run, checkpoint,
                  missed_count, first_missed, job, snoozes, operation
        """;

    private static List<ClaimedRun> Take(Session session, Guid node, string nodeName, List<long> picked)
    {
        if (picked.Count == 0)
        {
            return [];
        }

        var unreadable = new List<(Guid Id, string Job)>();
        var claimed = new List<ClaimedRun>(picked.Count);
        var token = Fence.Take(session, picked.Count);
        using (var rows = session.Query(TakeSql, token, node, nodeName, session.Now, $"[{string.Join(',', picked)}]"))
        {
            while (rows.Read())
            {
                if (Read(session, rows) is { } run)
                {
                    claimed.Add(run);
                }
                else
                {
                    unreadable.Add((rows.Id(0), rows.GetString(14)));
                }
            }
        }

        End(session, unreadable);
        claimed.Sort((a, b) => a.Token.CompareTo(b.Token));
        return claimed;
    }

    private static ClaimedRun? Read(Session session, SqliteDataReader row) =>
        Definitions.TryGet(session, row.GetInt64(4)) is not { } definition
            ? null
            : new ClaimedRun(
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
                row.InstantOrNull(13))
            {
                Snoozes = row.GetInt32(15),
                Operation = row.IdOrNull(16),
            };

    // One damaged row must not keep all others from being claimed.
    private static void End(Session session, List<(Guid Id, string Job)> unreadable)
    {
        var endings = new Endings(session);
        foreach (var (id, job) in unreadable)
        {
            endings.End(id, job, new RunEnd(RunState.Dead)
            {
                Death = DeathReason.Invalid,
                Error = new RunError("invalid", "The definition this run was made under cannot be read.", null, "invalid"),
            });
        }

        endings.Complete();
    }

    private sealed record Claimant(string Name, bool Drains, bool IsGuarded);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);

    private static DateTimeOffset? Earlier(DateTimeOffset? known, DateTimeOffset? other) =>
        known is null || other < known ? other ?? known : known;
}
