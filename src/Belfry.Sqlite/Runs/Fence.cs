namespace Belfry.Sqlite;

/// <summary>The counter of fencing tokens, of runs and locks alike.</summary>
internal static class Fence
{
    private const string TakeSql = "update meta set fence = fence + @count returning fence";

    /// <summary>Takes <paramref name="count"/> tokens; answers the first of them.</summary>
    public static long Take(Session session, int count) => session.Number(TakeSql, count)!.Value - count + 1;
}
