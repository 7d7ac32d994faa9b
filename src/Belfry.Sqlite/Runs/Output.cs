using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Stored output of attempts.</summary>
internal static class Output
{
    private const string InsertSql =
        "insert into output (run, attempt, offset, bytes) values (@run, @attempt, @offset, @bytes) on conflict do nothing";

    private const string CountSql =
        "update live set output_end = @end, output_bytes = @total, output_dropped = @dropped where id = @id";

    /// <param name="end">Where the stored output ends: what lies before it has been stored by an earlier call.</param>
    public static void Append(Session session, Guid run, int attempt, long end, OutputChunk chunk)
    {
        var chunkEnd = chunk.Offset + chunk.Bytes.Length;
        if (chunkEnd > end)
        {
            var known = (int)Math.Max(0, end - chunk.Offset);
            session.Execute(InsertSql, run, attempt, chunk.Offset + known, chunk.Bytes[known..].ToArray());
        }

        session.Execute(CountSql, Math.Max(end, chunkEnd), chunk.TotalBytes, chunk.DroppedBytes, run);
    }
}
