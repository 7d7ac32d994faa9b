using Belfry.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Belfry.Sqlite;

/// <summary>One connection with its prepared statements, used by one thread at a time, always inside a transaction.</summary>
/// <param name="rewrite">Lets the simulator plant defects in the statements, to see that it finds them; null in production.</param>
internal sealed class Session(
    SqliteConnection connection, StoreClock clock, DefinitionCache definitions, Func<string, string>? rewrite = null) : IDisposable
{
    // By reference: the SQL is always the same constant, and hashing a page of text for each row would show.
    private readonly Dictionary<string, Statement> statements = new(ReferenceEqualityComparer.Instance);

    private DateTimeOffset persistedClock;

    public DefinitionCache Definitions => definitions;

    /// <summary>The store's clock, the same for the whole operation.</summary>
    public DateTimeOffset Now { get; private set; }

    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    private const string BeginWriteSql = "begin immediate";
    private const string BeginReadSql = "begin";
    private const string ReadClockSql = "select clock from meta";

    /// <summary>
    /// Starts a transaction that may write. Never a deferred one: its upgrade fails at once when somebody else has written.
    /// </summary>
    public void BeginWrite()
    {
        Execute(BeginWriteSql);
        LearnClock();
    }

    public void BeginRead()
    {
        Execute(BeginReadSql);
        LearnClock();
    }

    /// <summary>Reads the clock for the next operation of this transaction.</summary>
    public void NextOperation() => Now = clock.Read();

    private const string KeepClockSql = "update meta set clock = @now where clock < @now";
    private const string CommitSql = "commit";

    /// <summary>The clock goes along with every commit: no later transaction, of whatever process, sees an earlier instant.</summary>
    public void CommitWrite()
    {
        if (Now > persistedClock)
        {
            Execute(KeepClockSql, Now);
        }

        Execute(CommitSql);
    }

    public void EndRead() => Execute(CommitSql);

    private const string RollbackSql = "rollback";

    public void Rollback()
    {
        if (InTransaction)
        {
            Execute(RollbackSql);
        }
    }

    private const string SavepointSql = "savepoint operation";
    private const string ReleaseSql = "release operation";
    private const string RollbackToSql = "rollback to operation";

    public void Savepoint() => Execute(SavepointSql);

    public void ReleaseSavepoint() => Execute(ReleaseSql);

    public void RollbackToSavepoint()
    {
        Execute(RollbackToSql);
        Execute(ReleaseSql);
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepared(sql).Execute(values);

    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Prepared(sql).Query(values);

    /// <summary>The first column of the first row; null when there is no row or it holds null.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values)
    {
        using var row = Prepared(sql).Query(values);
        return row.Read() ? row.NumberOrNull(0) : null;
    }

    public bool Any(string sql, params ReadOnlySpan<object?> values)
    {
        using var row = Prepared(sql).Query(values);
        return row.Read();
    }

    /// <summary>All rows, read to the end, so that the statement and others may be used for each of them.</summary>
    public List<T> All<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var rows = Prepared(sql).Query(values);
        var all = new List<T>();
        while (rows.Read())
        {
            all.Add(map(rows));
        }

        return all;
    }

    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var row = Prepared(sql).Query(values);
        return row.Read() ? map(row) : null;
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }

    private void LearnClock()
    {
        var persisted = Number(ReadClockSql) ?? 0;
        clock.Observe(persisted);
        persistedClock = Micros.Instant(persisted);
        NextOperation();
    }

    private Statement Prepared(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statements[sql] = statement = new Statement(connection, rewrite?.Invoke(sql) ?? sql);
        }

        return statement;
    }
}
