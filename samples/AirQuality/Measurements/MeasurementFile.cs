using AirQuality.Source;
using Microsoft.Data.Sqlite;

namespace AirQuality.Measurements;

/// <summary>The application's own SQLite file. Belfry's store is another one and none of its business.</summary>
internal sealed class MeasurementFile
{
    private readonly string connectionString;

    public MeasurementFile(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();
        using var connection = Open();
        Execute(connection, MeasurementSql.Tables);
    }

    /// <summary>Stores readings under a minute; what is there already stays. Answers how many values are new.</summary>
    public int Store(DateTimeOffset at, IEnumerable<Reading> readings)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var stored = 0;
        foreach (var reading in readings)
        {
            foreach (var (pollutant, value) in Values(reading))
            {
                stored += Execute(
                    connection,
                    MeasurementSql.Insert,
                    ("@station", reading.Station),
                    ("@pollutant", pollutant),
                    ("@at", at.ToUnixTimeSeconds()),
                    ("@value", value));
            }
        }

        transaction.Commit();
        return stored;
    }

    /// <summary>Aggregates the hour that begins at the instant; a second time gives the same rows.</summary>
    public int AggregateHour(DateTimeOffset hour)
    {
        using var connection = Open();
        return Execute(
            connection,
            MeasurementSql.AggregateHour,
            ("@from", hour.ToUnixTimeSeconds()),
            ("@to", hour.AddHours(1).ToUnixTimeSeconds()));
    }

    public int FinaliseDay(DateOnly day, DateTimeOffset from, DateTimeOffset to)
    {
        using var connection = Open();
        return Execute(
            connection,
            MeasurementSql.FinaliseDay,
            ("@day", day.ToString("O")),
            ("@from", from.ToUnixTimeSeconds()),
            ("@to", to.ToUnixTimeSeconds()));
    }

    /// <summary>Deletes what is old, or only counts it.</summary>
    public (int Values, int Hours) Delete(DateTimeOffset valuesBefore, DateTimeOffset hoursBefore, bool dryRun)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        var deleted = (
            Execute(connection, MeasurementSql.DeleteValues, ("@before", valuesBefore.ToUnixTimeSeconds())),
            Execute(connection, MeasurementSql.DeleteHours, ("@before", hoursBefore.ToUnixTimeSeconds())));
        if (!dryRun)
        {
            transaction.Commit();
        }

        return deleted;
    }

    /// <summary>When the newest value was measured; null when there is none.</summary>
    public DateTimeOffset? Newest()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = MeasurementSql.Newest;
        return command.ExecuteScalar() is long seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    public IReadOnlyList<Measured> Latest() => Read(MeasurementSql.Latest);

    public IReadOnlyList<Measured> Days() => Read(MeasurementSql.Days);

    private List<Measured> Read(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<Measured>();
        while (rows.Read())
        {
            all.Add(new Measured(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetDouble(3), rows.GetInt64(4)));
        }

        return all;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();

        // Measurements can be fetched again: a commit need not wait for the disk.
        Execute(connection, "pragma synchronous = normal");
        return connection;
    }

    private static (string Pollutant, double Value)[] Values(Reading reading) =>
        [("PM2.5", reading.Pm25), ("PM10", reading.Pm10), ("NO2", reading.No2), ("O3", reading.O3)];

    private static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }
}
