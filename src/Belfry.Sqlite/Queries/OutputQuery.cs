using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Stored output.</summary>
internal static class OutputQuery
{
    private const string NewestSql = "select max(attempt) from output where run = @run";

    private const string EndSql =
        "select offset + length(bytes) from output where run = @run and attempt = @attempt order by offset desc limit 1";

    private const string RunningSql = "select 1 from live where id = @run and state = 1 and attempt = @attempt";

    // From the piece that holds the offset on.
    private const string PiecesSql =
        """
        select offset, bytes from output
        where run = @run and attempt = @attempt
          and offset >= coalesce((select max(offset) from output where run = @run and attempt = @attempt and offset <= @offset), 0)
        order by offset
        """;

    public static OutputRecord? Read(Session session, Guid run, int? attempt, long offset, int maxBytes)
    {
        if ((attempt ?? (int?)session.Number(NewestSql, run)) is not { } number
            || session.Number(EndSql, run, number) is not { } end)
        {
            return null;
        }

        var bytes = Bytes(session, run, number, offset, maxBytes);
        var isOver = offset + bytes.Length >= end && !session.Any(RunningSql, run, number);
        return new OutputRecord(number, offset, bytes, isOver);
    }

    private static byte[] Bytes(Session session, Guid run, int attempt, long offset, int maxBytes)
    {
        using var collected = new MemoryStream();
        using var rows = session.Query(PiecesSql, run, attempt, offset);
        while (collected.Length < maxBytes && rows.Read())
        {
            var piece = (byte[])rows.GetValue(1);
            var from = (int)Math.Clamp(offset + collected.Length - rows.GetInt64(0), 0, piece.Length);
            collected.Write(piece, from, (int)Math.Min(piece.Length - from, maxBytes - collected.Length));
        }

        return collected.ToArray();
    }
}
