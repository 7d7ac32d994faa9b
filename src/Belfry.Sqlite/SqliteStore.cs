using Belfry.Locks;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>
/// The store on an embedded SQLite file. Several processes of one host may share the file; a network file system is refused.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly IDatabase database;

    private SqliteStore(IDatabase database)
    {
        this.database = database;
        Jobs = new SqliteJobs(database);
        Runs = new SqliteRuns(database);
        Nodes = new SqliteNodes(database);
        Queues = new SqliteQueues(database);
        Breakers = new SqliteBreakers(database);
        Locks = new SqliteLocks(database);
        DeadLetters = new SqliteDeadLetters(database);
        Operations = new SqliteOperations(database);
        Queries = new SqliteQueries(database);
        Outbox = new SqliteOutbox(database);
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">
    /// A path; or <c>:memory:</c> for a private database in memory, whose every call runs and completes on the caller's thread.
    /// </param>
    /// <exception cref="StoreException">The file cannot hold a store; the message says why and what to do.</exception>
    public static SqliteStore Open(string path, TimeProvider time)
    {
        var clock = new StoreClock(time);
        return new SqliteStore(path == ":memory:" ? new MemoryDatabase(clock) : new FileDatabase(path, clock));
    }

    /// <param name="rewrite">Changes the text of each statement before it is prepared.</param>
    internal static SqliteStore InMemory(TimeProvider time, Func<string, string>? rewrite) =>
        new(new MemoryDatabase(new StoreClock(time), rewrite));

    public IJobs Jobs { get; }

    public IRuns Runs { get; }

    public INodes Nodes { get; }

    public IQueues Queues { get; }

    public IBreakers Breakers { get; }

    public ILocks Locks { get; }

    public IDeadLetters DeadLetters { get; }

    public IOperations Operations { get; }

    public IQueries Queries { get; }

    public IOutbox Outbox { get; }

    internal IDatabase Database => database;

    public string Description => database.Description;

    public ValueTask Migrate(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        database.Migrate();
        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset> Now(CancellationToken cancellation) =>
        database.Read(session => session.Now, cancellation);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
