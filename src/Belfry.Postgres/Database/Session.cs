using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>One operation's use of a connection, inside its transaction.</summary>
/// <param name="blocking">
/// Every call is complete when it returns: a heartbeat runs on a thread of its own and must not wait for the thread pool.
/// </param>
internal sealed class Session(
    NpgsqlConnection connection, DefinitionCache definitions, bool blocking, CancellationToken cancellation)
{
    public DefinitionCache Definitions => definitions;

    public NpgsqlConnection Connection => connection;

    public CancellationToken Cancellation => cancellation;

    // Its own patience ends after the server's, so that it is the server's answer that says what took too long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(65);

    private const string TakeLongSql = "select set_config('statement_timeout', '60s', true)";

    private bool takesLong;

    /// <summary>The rest of the transaction is work over many rows: a statement of it may take a minute.</summary>
    public async ValueTask TakeLong()
    {
        takesLong = true;
        await Execute(TakeLongSql);
    }

    private const string NowSql = "select belfry.now()";

    /// <summary>The store's clock: one round trip. Statements say <c>belfry.now()</c> themselves.</summary>
    public async ValueTask<DateTimeOffset> Now()
    {
        await using var row = await Query(NowSql);
        await Read(row);
        return row.Instant(0);
    }

    /// <summary>The number of rows that were changed.</summary>
    public async ValueTask<int> Execute(string sql, params NpgsqlParameter[] values)
    {
        await using var command = Command(sql, values);
        return blocking ? command.ExecuteNonQuery() : await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>All rows, read to the end.</summary>
    public async ValueTask<List<T>> All<T>(string sql, Func<NpgsqlDataReader, T> map, params NpgsqlParameter[] values)
    {
        await using var rows = await Query(sql, values);
        var all = new List<T>();
        while (await Read(rows))
        {
            all.Add(map(rows));
        }

        return all;
    }

    public async ValueTask<T?> First<T>(string sql, Func<NpgsqlDataReader, T> map, params NpgsqlParameter[] values)
    {
        await using var row = await Query(sql, values);
        return await Read(row) ? map(row) : default;
    }

    /// <summary>The first column of the first row; null when there is no row or it holds null.</summary>
    public async ValueTask<long?> Number(string sql, params NpgsqlParameter[] values)
    {
        await using var row = await Query(sql, values);
        return await Read(row) ? row.NumberOrNull(0) : null;
    }

    public async ValueTask<bool> Any(string sql, params NpgsqlParameter[] values)
    {
        await using var row = await Query(sql, values);
        return await Read(row);
    }

    /// <summary>The rows, one at a time: dispose the reader before the connection is used again.</summary>
    public async ValueTask<NpgsqlDataReader> Query(string sql, params NpgsqlParameter[] values)
    {
        await using var command = Command(sql, values);
        return blocking ? command.ExecuteReader() : await command.ExecuteReaderAsync(cancellation);
    }

    public async ValueTask<bool> Read(NpgsqlDataReader rows) => blocking ? rows.Read() : await rows.ReadAsync(cancellation);

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        if (takesLong)
        {
            command.CommandTimeout = (int)Patience.TotalSeconds;
        }

        command.Parameters.AddRange(values);
        return command;
    }
}
