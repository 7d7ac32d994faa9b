using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Opens connections.</summary>
internal static class Connections
{
    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    static Connections() => SQLitePCL.Batteries_V2.Init();

    /// <exception cref="Storage.StoreException">It cannot be opened; the message says why.</exception>
    public static SqliteConnection Open(string path, string connectionString, params ReadOnlySpan<string> pragmas)
    {
        // SQLite waits 5 s for a lock by itself (busy_timeout); the driver then tries again until its own time-out, which
        // is set so low that it does not.
        var connection = new SqliteConnection(connectionString + ";Pooling=False;Default Timeout=1");
        try
        {
            connection.Open();
            foreach (var pragma in pragmas)
            {
                Execute(connection, $"pragma {pragma}");
            }

            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteErrors.Translate(exception, path);
        }
    }

    /// <summary>The last connection to a file folds the log into it when it is closed; this one does not.</summary>
    public static void KeepLogOnClose(SqliteConnection connection) =>
        SQLitePCL.raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, 1, out _);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Value(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
