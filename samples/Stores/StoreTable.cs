using Microsoft.Data.Sqlite;

namespace Stores;

/// <summary>The stores, in a SQLite file of the application's own.</summary>
internal sealed class StoreTable
{
    private const string Tables =
        """
        create table if not exists store (
          name text primary key, opens text not null, closes text not null,
          is_open integer not null, closed_at integer, fence integer not null default 0);
        create table if not exists reminder (store text not null, due integer not null, primary key (store, due));
        insert into store (name, opens, closes, is_open) values
          ('Gran Vía', '09:00', '21:00', 1), ('Sol', '08:30', '22:00', 1),
          ('Chamberí', '09:30', '20:30', 0), ('Lavapiés', '10:00', '23:00', 1)
        on conflict do nothing;
        """;

    private readonly string connectionString;

    public StoreTable(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        Execute(Tables);
    }

    /// <summary>Closes every open store, unless a holder with a greater token has touched it. Answers which.</summary>
    public IReadOnlyList<string> CloseAll(DateTimeOffset now, long token) => Names(
        "update store set is_open = 0, closed_at = @now, fence = @token where is_open and fence <= @token returning name",
        ("@now", now.ToUnixTimeSeconds()),
        ("@token", token));

    public void Open(string store) => Execute("update store set is_open = 1 where name = @store", ("@store", store));

    public IReadOnlyList<string> OpenStores() => Names("select name from store where is_open order by name");

    /// <summary>Closed stores whose hours the clock lies in.</summary>
    public IReadOnlyList<string> ShouldBeOpen(TimeOnly clock) => Names(
        "select name from store where not is_open and opens <= @clock and @clock < closes order by name",
        ("@clock", clock.ToString("HH:mm")));

    /// <summary>Notes a reminder; false when this one was sent before.</summary>
    public bool Remind(string store, DateTimeOffset due) => Execute(
        "insert into reminder (store, due) values (@store, @due) on conflict do nothing",
        ("@store", store),
        ("@due", due.ToUnixTimeSeconds())) == 1;

    private List<string> Names(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var connection = Connect();
        using var command = Command(connection, sql, values);
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
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

    private static SqliteCommand Command(
        SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object Value)> values)
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
