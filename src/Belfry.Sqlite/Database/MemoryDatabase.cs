using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>
/// A private database in memory. Every operation runs at once on the caller's thread and is complete when the call returns:
/// the simulator replays whole clusters over it.
/// </summary>
internal sealed class MemoryDatabase : IDatabase
{
    private readonly Lock turn = new();
    private readonly SqliteConnection connection;
    private readonly Session session;

    public MemoryDatabase(StoreClock clock, Func<string, string>? rewrite = null)
    {
        connection = Connections.Open(Description, "Data Source=:memory:");
        session = new Session(connection, clock, new DefinitionCache(), rewrite);
    }

    public string Description => "sqlite::memory:";

    public void Migrate()
    {
        lock (turn)
        {
            Schema.Upgrade(connection, Description);
        }
    }

    public ValueTask<T> Write<T>(Func<Session, T> work, CancellationToken cancellation) => Run(Transactions.Write, work, cancellation);

    public ValueTask<T> WriteUrgently<T>(Func<Session, T> work, CancellationToken cancellation) => Write(work, cancellation);

    public ValueTask<T> Read<T>(Func<Session, T> work, CancellationToken cancellation) => Run(Transactions.Read, work, cancellation);

    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }

    private ValueTask<T> Run<T>(Func<Session, Func<Session, T>, T> transaction, Func<Session, T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellation);
        }

        try
        {
            lock (turn)
            {
                return ValueTask.FromResult(transaction(session, work));
            }
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<T>(SqliteErrors.Translate(exception, Description));
        }
    }
}
