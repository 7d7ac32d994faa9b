using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>The tables: numbered steps that only go forward, the number of the last one in <c>user_version</c>.</summary>
internal static class Schema
{
    /// <summary>"Blfy" in the file's header, so that <c>file</c> and Belfry know a store when they see one.</summary>
    public const int ApplicationId = 0x426c6679;

    // A larger file would take too long to read through at each start.
    private const long GreatestCheckedBytes = 256 * 1024 * 1024;

    /// <exception cref="StoreException">The file belongs to another program or to a newer Belfry.</exception>
    public static void CheckOwner(SqliteConnection connection, string path)
    {
        try
        {
            var (version, application, isEmpty) = Owner(connection);
            if (application != ApplicationId && !(isEmpty && application == 0 && version == 0))
            {
                throw new StoreException(
                    $"'{path}' is a database of another program; Belfry leaves it alone. Choose another path for the store.");
            }

            if (version > Steps().Count)
            {
                throw new StoreException(
                    $"'{path}' was written by a newer Belfry (schema {version}, this program knows {Steps().Count}). Use that version, or restore a back-up from before the upgrade.");
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, path);
        }
    }

    // One statement, so that it sees one state of the file: another process may be making the tables right now.
    private static (long Version, long Application, bool IsEmpty) Owner(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            select (select user_version from pragma_user_version), (select application_id from pragma_application_id), count(*)
            from sqlite_master
            """;
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2) == 0);
    }

    public static void CheckIntegrity(SqliteConnection connection, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: < GreatestCheckedBytes }
                && Connections.Value(connection, "pragma quick_check(1)") is not "ok")
            {
                throw SqliteErrors.Damaged(path);
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, path);
        }
    }

    public static void Upgrade(SqliteConnection connection, string path)
    {
        CheckOwner(connection, path);
        var steps = Steps();
        if (Number(connection, "pragma user_version") == steps.Count)
        {
            return;
        }

        // Another process may be at it as well: whoever comes second finds the work done.
        Connections.Execute(connection, "begin immediate");
        try
        {
            CheckOwner(connection, path);
            foreach (var (number, name) in steps.Skip((int)Number(connection, "pragma user_version")))
            {
                Connections.Execute(connection, Text(name));
                Connections.Execute(connection, $"pragma user_version = {number}");
            }

            Connections.Execute(connection, $"pragma application_id = {ApplicationId}");
            Connections.Execute(connection, "commit");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                Connections.Execute(connection, "rollback");
            }

            throw;
        }
    }

    private static List<(int Number, string Name)> Steps() =>
    [
        .. typeof(Schema).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select((name, index) => (index + 1, name)),
    ];

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static long Number(SqliteConnection connection, string sql) => (long)Connections.Value(connection, sql)!;
}
