namespace Belfry.Sqlite;

/// <summary>
/// Keeps the write-ahead log small. SQLite checkpoints by itself, but reuses the file from the start only when no reader is in
/// it; after a long read the log stays as large as it grew, so it is cut off when it may be.
/// </summary>
internal sealed class WalLimit(SqliteFile file)
{
    private const long GreatestBytes = 64 * 1024 * 1024;
    private const int GroupsBetweenLooks = 64;

    private const string NoWaitSql = "pragma busy_timeout = 0";
    private const string WaitSql = "pragma busy_timeout = 5000";
    private const string TruncateSql = "pragma wal_checkpoint(truncate)";

    private readonly FileInfo log = new(file.Path + "-wal");
    private int groups;

    /// <summary>Between transactions.</summary>
    public void Check(Session session)
    {
        if (++groups % GroupsBetweenLooks != 0)
        {
            return;
        }

        log.Refresh();
        if (log.Exists && log.Length > GreatestBytes)
        {
            // A reader in the log answers busy at once: the writer must not stand still for it. The next look tries again.
            session.Execute(NoWaitSql);
            session.Execute(TruncateSql);
            session.Execute(WaitSql);
        }
    }
}
