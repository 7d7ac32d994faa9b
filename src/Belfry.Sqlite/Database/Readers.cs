using System.Collections.Concurrent;

namespace Belfry.Sqlite;

/// <summary>A few read-only connections; more readers than that wait their turn, so that people cannot crowd out the scheduler.</summary>
internal sealed class Readers(SqliteFile file) : IDisposable
{
    private const int Connections = 4;

    private readonly SemaphoreSlim free = new(Connections);
    private readonly ConcurrentBag<Session> idle = [];
    private volatile bool disposed;

    public async ValueTask<T> Read<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(SqliteStore));
        await free.WaitAsync(cancellation);
        Session? session = null;
        try
        {
            session = idle.TryTake(out var pooled) ? pooled : file.OpenReader();
            var result = Transactions.Read(session, work);
            Return(session);
            return result;
        }
        catch (Exception exception)
        {
            session?.Dispose();
            throw file.Translate(exception)!;
        }
        finally
        {
            free.Release();
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private void Return(Session session)
    {
        idle.Add(session);
        if (disposed)
        {
            Dispose();
        }
    }
}
