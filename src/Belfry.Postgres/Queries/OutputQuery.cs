using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Stored output.</summary>
internal static class OutputQuery
{
    private const string NewestSql = "select max(attempt)::bigint from belfry.output where run = $1";

    private const string EndSql =
        "select start + length(bytes) from belfry.output where run = $1 and attempt = $2 order by start desc limit 1";

    private const string RunningSql = "select 1 from belfry.live where id = $1 and state = 1 and attempt = $2";

    // From the piece that holds the offset on.
    private const string PiecesSql =
        """
        select start, bytes from belfry.output
        where run = $1 and attempt = $2
          and start >= coalesce((select max(start) from belfry.output where run = $1 and attempt = $2 and start <= $3), 0)
        order by start
        """;

    public static async ValueTask<OutputRecord?> Read(Session session, Guid run, int? attempt, long offset, int maxBytes)
    {
        if ((attempt ?? (int?)await session.Number(NewestSql, Id(run))) is not { } number
            || await session.Number(EndSql, Id(run), Int(number)) is not { } end)
        {
            return null;
        }

        byte[] bytes = await Bytes(session, run, number, offset, maxBytes);
        bool isOver = offset + bytes.Length >= end && !await session.Any(RunningSql, Id(run), Int(number));
        return new OutputRecord(number, offset, bytes, isOver);
    }

    private static async ValueTask<byte[]> Bytes(Session session, Guid run, int attempt, long offset, int maxBytes)
    {
        using var collected = new MemoryStream();
        await using var rows = await session.Query(PiecesSql, Id(run), Int(attempt), Number(offset));
        while (collected.Length < maxBytes && await session.Read(rows))
        {
            var piece = rows.GetFieldValue<byte[]>(1);
            int from = (int)Math.Clamp(offset + collected.Length - rows.GetInt64(0), 0, piece.Length);
            collected.Write(piece, from, (int)Math.Min(piece.Length - from, maxBytes - collected.Length));
        }

        return collected.ToArray();
    }
}
