using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>What SQLite's errors mean to a caller: try again later, or ask a person.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int OutOfMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int NotADatabase = 26;

    public static Exception Translate(Exception exception, string path) => exception is SqliteException sqlite
        ? Translate(sqlite, path)
        : exception;

    /// <summary>After these a connection may be unfit for further use.</summary>
    public static bool WantNewConnection(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: InputOutput or CannotOpen or Corrupt or NotADatabase or Protocol or OutOfMemory };

    private static StoreException Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked or Protocol => new StoreUnavailableException(
            $"'{path}' is locked by another process. Belfry waited 5 seconds; end what holds it open, such as a back-up or a database tool.", exception),
        Full => new StoreUnavailableException(
            $"The disk that holds '{path}' is full. Nothing was written; free some space and work goes on by itself.", exception),
        ReadOnly => new StoreUnavailableException(
            $"'{path}' cannot be written. Make the file and its folder writable for this user.", exception),
        CannotOpen => new StoreUnavailableException(
            $"'{path}' cannot be opened. Check that the folder exists and that this user may write to it.", exception),
        InputOutput => new StoreUnavailableException(
            $"The disk that holds '{path}' answered with an error ({exception.Message}). Check the disk; work goes on when it answers again.", exception),
        OutOfMemory => new StoreUnavailableException($"There was no memory left while using '{path}'.", exception),
        Corrupt => Damaged(path, exception),
        NotADatabase => new StoreException($"'{path}' is not a SQLite database. Choose another path, or move the file away.", exception),
        _ => new StoreException($"SQLite refused a statement on '{path}': {exception.Message}", exception),
    };

    public static StoreException Damaged(string path, Exception? inner = null) => new(
        $"'{path}' is damaged. Stop Belfry, keep a copy of the file with its -wal beside it, and restore a back-up.", inner);
}
