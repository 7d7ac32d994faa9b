using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>
/// The one writer of this process: a thread with a connection, which commits what has queued up as one group, so that many
/// callers share one flush to disk. It survives every failure: the callers of a group learn of it, the next group starts anew.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int QueueCapacity = 1_024;
    private const int GroupOperations = 64;

    private readonly Channel<WriteOperation> queue = Channel.CreateBounded<WriteOperation>(
        new BoundedChannelOptions(QueueCapacity) { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteFile file;
    private readonly WriteGate gate;
    private readonly WalLimit wal;
    private Session? session;

    public Writer(SqliteFile file, Session session, WriteGate gate)
    {
        (this.file, this.session, this.gate) = (file, session, gate);
        wal = new WalLimit(file);
        new Thread(Run) { Name = "belfry sqlite writer", IsBackground = true }.Start();
    }

    public async ValueTask<T> Write<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        var operation = new WriteOperation<T>(work, cancellation);
        try
        {
            await queue.Writer.WriteAsync(operation, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteStore));
        }

        return await operation.Answer;
    }

    /// <summary>Writes what is queued, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await ended.Task;
    }

    private void Run()
    {
        var group = new List<WriteOperation>(GroupOperations);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < GroupOperations && queue.Reader.TryRead(out var operation))
            {
                if (!operation.Abandoned)
                {
                    group.Add(operation);
                }
            }

            var failure = WriteGroup(group);
            foreach (var operation in group)
            {
                operation.Complete(failure ?? file.Translate(operation.Failure));
            }
        }

        session?.Dispose();
        ended.SetResult();
    }

    private Exception? WriteGroup(List<WriteOperation> group)
    {
        gate.Enter();
        try
        {
            session ??= file.OpenWriter();
            session.BeginWrite();
            foreach (var operation in group)
            {
                Run(operation, session);
            }

            // Dies here: nothing of the group is stored, and nobody was told that it is.
            session.CommitWrite();

            // Dies here: all of it is stored, and nobody was told; a repeated call finds its natural key.
            wal.Check(session);
            return null;
        }
        catch (Exception exception)
        {
            Undo(exception);
            return file.Translate(exception);
        }
        finally
        {
            gate.Exit();
        }
    }

    private static void Run(WriteOperation operation, Session session)
    {
        session.Savepoint();
        if (operation.TryRun(session))
        {
            session.ReleaseSavepoint();
            return;
        }

        // A full disk or a failing one can take the whole transaction along; then the group has failed, not one of it.
        if (!session.InTransaction)
        {
            throw operation.Failure!;
        }

        session.RollbackToSavepoint();
    }

    private void Undo(Exception exception)
    {
        try
        {
            session?.Rollback();
            if (!SqliteErrors.WantNewConnection(exception))
            {
                return;
            }
        }
        catch (SqliteException)
        {
            // What cannot even be rolled back is closed, which undoes it.
        }

        session?.Dispose();
        session = null;
    }
}
