using Belfry.Runs;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Reads dead letters.</summary>
internal static class DeadRows
{
    public const string Columns =
        """
        run, job, revision, trigger, due, died_at, attempts, lost_count, reason, error_type, error_message, fingerprint, args,
        parent, asked_by, seq
        """;

    /// <summary>The column that orders letters.</summary>
    public const int Sequence = 15;

    public static DeadLetter Read(NpgsqlDataReader row) => new(
        row.Id(0),
        row.GetString(1),
        row.GetInt64(2),
        Words<RunTrigger>.Value(row.GetString(3)),
        row.Instant(4),
        row.Instant(5),
        row.GetInt32(6),
        row.GetInt32(7),
        Words<DeathReason>.Value(row.GetString(8)),
        new RunError(row.GetString(9), row.GetString(10), null, row.GetString(11)),
        row.TextOrNull(12),
        row.IdOrNull(13),
        row.TextOrNull(14));

    private const string FindSql = $"select {Columns} from belfry.dead where run between $1 and $2 limit 2";

    public static async ValueTask<DeadLetter?> Find(Session session, string idOrPrefix)
    {
        if (IdPrefix.Range(idOrPrefix) is not var (first, last))
        {
            return null;
        }

        var found = await session.All(FindSql, Read, Id(first), Id(last));
        return found.Count == 1 ? found[0] : null;
    }
}
