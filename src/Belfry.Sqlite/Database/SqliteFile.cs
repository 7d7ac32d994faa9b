using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>The file: what must be true of it before it is opened, and how connections to it are set up.</summary>
internal sealed class SqliteFile
{
    // Commits are flushed to disk before they are answered (promise I3).
    private static readonly string[] WriterPragmas =
        ["busy_timeout = 5000", "synchronous = full", "foreign_keys = on", "wal_autocheckpoint = 1000", "temp_store = memory", "cache_size = -32768"];

    // Before the first table is made; later it would need a rewrite of the whole file.
    private static readonly string[] FirstPragmas =
        ["busy_timeout = 5000", "auto_vacuum = incremental", "journal_mode = wal", .. WriterPragmas];

    private readonly StoreClock clock;
    private readonly DefinitionCache definitions = new();

    public SqliteFile(string path, StoreClock clock)
    {
        Path = System.IO.Path.GetFullPath(path);
        this.clock = clock;
    }

    public string Path { get; }

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="StoreException">It is no file for a store; the message says why and what to do.</exception>
    public Session Create()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
        {
            throw new StoreException($"The folder '{folder}' of the store does not exist. Create it, or choose another path.");
        }

        NetworkDrives.Refuse(Path, folder);
        try
        {
            Check();
            return new Session(Open(SqliteOpenMode.ReadWrite, FirstPragmas), clock, definitions);
        }
        catch (StoreUnavailableException exception) when (exception.InnerException is SqliteException { SqliteErrorCode: 8 or 14 })
        {
            throw new StoreException(exception.Message, exception);
        }
    }

    // Before the journal mode is set, which writes to the file: one that is refused stays as it is, with the log beside it
    // that a killed process may have left and that its repair will need.
    private void Check()
    {
        using var connection = Open(SqliteOpenMode.ReadWriteCreate, "busy_timeout = 5000");
        Connections.KeepLogOnClose(connection);
        Schema.CheckOwner(connection, Path);
        Schema.CheckIntegrity(connection, Path);
    }

    /// <summary>Never makes the file: one that has vanished must not come back empty.</summary>
    public Session OpenWriter() => new(Open(SqliteOpenMode.ReadWrite, WriterPragmas), clock, definitions);

    public Session OpenReader() => new(Open(SqliteOpenMode.ReadOnly, "busy_timeout = 5000"), clock, definitions);

    public void Migrate()
    {
        using var connection = Open(SqliteOpenMode.ReadWrite, WriterPragmas);
        try
        {
            Schema.Upgrade(connection, Path);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, Path);
        }
    }

    public Exception? Translate(Exception? exception) => exception is null ? null : SqliteErrors.Translate(exception, Path);

    private SqliteConnection Open(SqliteOpenMode mode, params ReadOnlySpan<string> pragmas) => Connections.Open(
        Path, new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode }.ToString(), pragmas);
}
