using Belfry.Locks;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>The store on PostgreSQL 15 or newer, for any number of nodes on any number of hosts.</summary>
/// <remarks>Everything lies in the schema <c>belfry</c>, so the database may be the application's own.</remarks>
public sealed class PostgresStore : IStore
{
    private readonly Database database;
    private readonly PostgresOptions options;
    private readonly PostgresWakeups wakeups;

    private PostgresStore(Server server, PostgresOptions? options)
    {
        database = new Database(server);
        Jobs = new PostgresJobs(database);
        Runs = new PostgresRuns(database);
        Nodes = new PostgresNodes(database);
        Queues = new PostgresQueues(database);
        DeadLetters = new PostgresDeadLetters(database);
        Breakers = new PostgresBreakers(database);
        Operations = new PostgresOperations(database);
        Queries = new PostgresQueries(database);
        Outbox = new PostgresOutbox(database);
        wakeups = new PostgresWakeups(database);
        database.Announce = wakeups.Announce;
        this.options = options ?? PostgresOptions.Default;
        Locks = new PostgresLocks(database);
    }

    /// <summary>Nothing is connected before the first call.</summary>
    /// <param name="address">
    /// A connection string of Npgsql, or an address such as <c>postgres://user:password@host1,host2/database</c>; of several
    /// hosts the primary is used.
    /// </param>
    /// <exception cref="StoreException">The address cannot be read; the message says why.</exception>
    public static PostgresStore Open(string address, PostgresOptions? options = null) =>
        new(new Server(ConnectionSettings.Parse(address)), options);

    /// <summary>Over the application's own data source, which the application disposes.</summary>
    /// <remarks>
    /// One of its connections is kept for heartbeats; it should have at least eight. Behind a pooler in transaction mode its
    /// settings must suit the pooler (<c>Max Auto Prepare=0;No Reset On Close=true</c>).
    /// </remarks>
    public static PostgresStore Open(NpgsqlDataSource source, PostgresOptions? options = null) => new(new Server(source), options);

    public IJobs Jobs { get; }

    public IRuns Runs { get; }

    public INodes Nodes { get; }

    public ILocks Locks { get; }

    public IDeadLetters DeadLetters { get; }

    public IOperations Operations { get; }

    public IQueues Queues { get; }

    public IBreakers Breakers { get; }

    public IQueries Queries { get; }

    public IOutbox Outbox { get; }

    public IWakeups? Wakeups => wakeups;

    internal Database Database => database;

    public string Description => database.Description;

    public async ValueTask Migrate(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.Server.OpenAlone(cancellation);
            var session = new Session(connection, new DefinitionCache(), blocking: false, cancellation);
            await Durability.Check(session, Description, options.AcceptDataLoss);
            await Schema.Upgrade(connection, Description, cancellation);
            await database.MakeDays(cancellation);
        }
        catch (Exception exception)
        {
            throw PostgresErrors.Translate(exception, Description);
        }
    }

    /// <summary>How many steps there are from an empty database to the tables of this version.</summary>
    internal static int Steps => Schema.Newest;

    /// <summary>All steps as SQL.</summary>
    internal static string Script => Schema.Script();

    /// <summary>How many of the steps have not been taken.</summary>
    /// <exception cref="StoreException">The schema is newer than this program, or another program's.</exception>
    internal ValueTask<int> MissingSteps(CancellationToken cancellation) =>
        database.OnceForCaller(session => Schema.Missing(session, Description), cancellation);

    public ValueTask<DateTimeOffset> Now(CancellationToken cancellation) =>
        database.OnceForCaller(session => session.Now(), cancellation);

    public async ValueTask DisposeAsync()
    {
        await wakeups.DisposeAsync();
        await database.DisposeAsync();
    }
}
