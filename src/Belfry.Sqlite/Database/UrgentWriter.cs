namespace Belfry.Sqlite;

/// <summary>
/// A connection for heartbeats alone. Works on the caller's thread: a starved thread pool cannot hold it up.
/// </summary>
internal sealed class UrgentWriter(SqliteFile file, WriteGate gate) : IDisposable
{
    // One heartbeat at a time uses the connection.
    private readonly Lock turn = new();
    private Session? session;
    private bool disposed;

    public ValueTask<T> Write<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellation);
        }

        lock (turn)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(SqliteStore));
            gate.EnterUrgently();
            try
            {
                session ??= file.OpenWriter();
                return ValueTask.FromResult(Transactions.Write(session, work));
            }
            catch (Exception exception)
            {
                if (SqliteErrors.WantNewConnection(exception))
                {
                    session?.Dispose();
                    session = null;
                }

                return ValueTask.FromException<T>(file.Translate(exception)!);
            }
            finally
            {
                gate.Exit();
            }
        }
    }

    public void Dispose()
    {
        lock (turn)
        {
            disposed = true;
            session?.Dispose();
        }
    }
}
