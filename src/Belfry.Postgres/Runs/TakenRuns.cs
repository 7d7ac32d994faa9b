using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>A run that a claim has taken, as its row says.</summary>
internal sealed record TakenRun(ClaimedRun Run, long Definition, string Job, int Rank, long Sequence);

/// <summary>What a claim changes in a row, and what it reads of it.</summary>
internal static class TakenRuns
{
    /// <summary>Besides the node's id and name, and the instant.</summary>
    public const string Changes =
        """
        state = 1, attempt = attempt + 1, retrying = false, token = nextval('belfry.fence'), output_end = 0, output_bytes = 0,
              output_dropped = 0, progress = null, progress_text = null
        """;

    public const string Columns =
        """
        live.id, token, attempt, lost_count, definition, trigger, due, available_at, created_at, args, dry_run, checkpoint,
                    missed_count, first_missed, job, rank, seq, snoozes, operation
        """;

    public static TakenRun Read(NpgsqlDataReader row, int first) => new(
        new ClaimedRun(
            row.Id(first),
            row.GetInt64(first + 1),
            row.GetInt32(first + 2),
            row.GetInt32(first + 3),
            null!,
            Words<RunTrigger>.Value(row.GetString(first + 5)),
            row.Instant(first + 6),
            row.Instant(first + 7),
            row.Instant(first + 8),
            Json(row.TextOrNull(first + 9)),
            row.Flag(first + 10),
            Json(row.TextOrNull(first + 11)),
            row.GetInt64(first + 12),
            row.InstantOrNull(first + 13))
        {
            Snoozes = row.GetInt32(first + 17),
            Operation = row.IdOrNull(first + 18),
        },
        row.GetInt64(first + 4),
        row.GetString(first + 14),
        row.GetInt32(first + 15),
        row.GetInt64(first + 16));

    /// <summary>The runs with their definitions, the most urgent first, then the oldest.</summary>
    public static async ValueTask<IReadOnlyList<ClaimedRun>> Claimed(Session session, List<TakenRun> taken)
    {
        var definitions = await Definitions.Get(session, taken.Select(run => run.Definition));
        await End(session, taken.Where(run => !definitions.ContainsKey(run.Definition)));
        return
        [
            .. taken
                .Where(run => definitions.ContainsKey(run.Definition))
                .OrderBy(run => run.Rank).ThenBy(run => run.Run.AvailableAt).ThenBy(run => run.Sequence)
                .Select(run => run.Run with { Definition = definitions[run.Definition] }),
        ];
    }

    // One damaged row must not keep all others from being claimed.
    private static async ValueTask End(Session session, IEnumerable<TakenRun> unreadable)
    {
        var endings = new Endings(session);
        foreach (var run in unreadable)
        {
            endings.End(run.Run.Id, run.Job, new RunEnd(RunState.Dead)
            {
                Death = DeathReason.Invalid,
                Error = new RunError("invalid", "The definition this run was made under cannot be read.", null, "invalid"),
            });
        }

        await endings.Complete();
    }

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
