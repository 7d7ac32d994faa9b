using Microsoft.Data.Sqlite;

namespace SoaringClub.Records;

/// <summary>The club's own SQLite file. Belfry's store is another one and none of its business.</summary>
internal sealed class ClubFile
{
    private readonly string connectionString;

    /// <param name="path">Where it is, or is made.</param>
    /// <param name="now">The day on which the records begin, if they are made.</param>
    public ClubFile(string path, DateTimeOffset now)
    {
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        if (Rows("select count(*) from sqlite_master", row => row.GetInt32(0)).Single() == 0)
        {
            using var script = new StreamReader(typeof(ClubFile).Assembly.GetManifestResourceStream("club.sql")!);
            Execute("begin;" + script.ReadToEnd() + "commit;", ("@today", Text(DateOnly.FromDateTime(now.UtcDateTime))));
        }
    }

    /// <summary>A day as the file has it: <c>2026-03-29</c>.</summary>
    public static string Text(DateOnly day) => day.ToString("O");

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var connection = Connect();
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(read(rows));
        }

        return list;
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var connection = Connect();
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
