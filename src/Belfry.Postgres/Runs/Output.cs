using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Output of an attempt to store; its run is locked.</summary>
/// <param name="End">Where the stored output ends: what lies before it has been stored by an earlier call.</param>
internal sealed record AppendedOutput(Guid Run, int Attempt, long End, OutputChunk Chunk)
{
    public long NewEnd => Math.Max(End, Chunk.Offset + Chunk.Bytes.Length);
    public long Start => Math.Max(Chunk.Offset, Math.Min(End, NewEnd));
    public byte[] News => NewEnd > End ? Chunk.Bytes[(int)(Start - Chunk.Offset)..].ToArray() : [];
}

/// <summary>Stored output of attempts.</summary>
internal static class Output
{
    private const string InsertSql =
        """
        insert into belfry.output (run, attempt, start, bytes)
        select * from unnest($1, $2, $3, $4) as piece (run, attempt, start, bytes) where length(bytes) > 0
        on conflict do nothing
        """;

    private const string CountSql =
        """
        update belfry.live set output_end = count.ends, output_bytes = count.total, output_dropped = count.dropped
        from unnest($1, $2, $3, $4) as count (run, ends, total, dropped)
        where live.id = count.run
        """;

    public static async ValueTask Append(Session session, IReadOnlyCollection<AppendedOutput> outputs)
    {
        if (outputs.Count == 0)
        {
            return;
        }

        await session.Execute(
            InsertSql,
            Ids(outputs.Select(output => output.Run)),
            Ints(outputs.Select(output => output.Attempt)),
            Numbers(outputs.Select(output => output.Start)),
            BytesOfEach(outputs.Select(output => output.News)));
        await session.Execute(
            CountSql,
            Ids(outputs.Select(output => output.Run)),
            Numbers(outputs.Select(output => output.NewEnd)),
            Numbers(outputs.Select(output => output.Chunk.TotalBytes)),
            Numbers(outputs.Select(output => output.Chunk.DroppedBytes)));
    }
}
