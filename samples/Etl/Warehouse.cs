using Microsoft.Data.Sqlite;

namespace Etl;

/// <summary>The warehouse: a SQLite file beside the steps' folders.</summary>
internal sealed class Warehouse
{
    private const string Table =
        """
        create table if not exists sale (
          day text not null, id text not null, region text not null, cents integer not null, primary key (day, id)) without rowid
        """;

    private readonly string connectionString;

    public Warehouse(Folders folders)
    {
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folders.Root, "warehouse.db") }.ToString();
        using var connection = Connect();
        Execute(connection, Table);
    }

    /// <summary>Puts the orders in the place of whatever the day had.</summary>
    public void Replace(DateOnly day, IEnumerable<Order> orders)
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        Execute(connection, "delete from sale where day = @day", ("@day", day.ToString("O")));
        foreach (var order in orders)
        {
            Execute(
                connection,
                "insert into sale (day, id, region, cents) values (@day, @id, @region, @cents)",
                ("@day", day.ToString("O")),
                ("@id", order.Id),
                ("@region", order.Region),
                ("@cents", (long)(order.Amount * 100)));
        }

        transaction.Commit();
    }

    public (long Orders, decimal Euros) Sum(DateOnly day, string region)
    {
        using var connection = Connect();
        using var command = Command(
            connection,
            "select count(*), coalesce(sum(cents), 0) from sale where day = @day and region = @region",
            ("@day", day.ToString("O")),
            ("@region", region));
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1) / 100m);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(
        SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
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
