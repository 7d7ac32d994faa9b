using System.Data;
using System.Security.Cryptography;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>Runs operations, each in a short transaction of its own, and says in one sentence why one could not be run.</summary>
/// <remarks>
/// An operation may be run again: when the server gave it up in favour of others, and when its connection broke before the
/// commit was sent. Whatever it keeps outside the transaction must therefore be made anew in it. A commit whose answer was
/// lost is not repeated here; the caller learns that the store was away, asks again, and finds what is there by its key.
/// </remarks>
internal sealed class Database(Server server) : IAsyncDisposable
{
    private const int Tries = 5;

    // One heartbeat at a time uses the connection.
    private readonly SemaphoreSlim beating = new(1);
    private readonly DefinitionCache definitions = new();
    private NpgsqlConnection? beats;

    public string Description => server.Description;

    public Server Server => server;

    /// <summary>Tells other processes that there is something to look for.</summary>
    public Action Announce { get; set; } = static () => { };

    /// <summary>For the node's own services.</summary>
    public ValueTask<T> Write<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(pools => pools.Work, IsolationLevel.ReadCommitted, work, cancellation);

    /// <summary>For people and programs.</summary>
    public ValueTask<T> WriteForCaller<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(pools => pools.Callers, IsolationLevel.ReadCommitted, work, cancellation);

    /// <summary>For people and programs: several statements see one snapshot, so a run that ends in between is neither missing nor there twice.</summary>
    public ValueTask<T> Read<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(pools => pools.Callers, IsolationLevel.RepeatableRead, work, cancellation);

    /// <summary>For the node's own services: one statement, which is its own transaction and costs one round trip.</summary>
    public ValueTask<T> Once<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(pools => pools.Work, null, work, cancellation);

    /// <summary>The same, for claims and ends.</summary>
    public ValueTask<T> OnceForRuns<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(pools => pools.Runs, null, work, cancellation);

    /// <summary>The same, for people and programs.</summary>
    public ValueTask<T> OnceForCaller<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation) =>
        Run(pools => pools.Callers, null, work, cancellation);

    /// <summary>
    /// For heartbeats: on a connection of their own, on the caller's thread, complete when the call returns. A full pool and
    /// a starved thread pool cannot hold it up.
    /// </summary>
    public ValueTask<T> WriteUrgently<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation)
    {
        beating.Wait(cancellation);
        try
        {
            return new ValueTask<T>(Beat(work, cancellation));
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<T>(PostgresErrors.Translate(exception, Description));
        }
        finally
        {
            beating.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref beats, null) is { } connection)
        {
            await connection.DisposeAsync();
        }

        await server.DisposeAsync();
    }

    private async ValueTask<T> Run<T>(
        Func<Pools, NpgsqlDataSource> pool, IsolationLevel? isolation, Func<Session, ValueTask<T>> work, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            var progress = new Progress();
            try
            {
                var pools = await server.Pools(blocking: false, cancellation);
                await using var connection = await pool(pools).OpenConnectionAsync(cancellation);
                progress.Opened = true;
                return isolation is { } level
                    ? await InTransaction(connection, pools.SetLimits, level, work, progress, cancellation)
                    : await work(new Session(connection, definitions, blocking: false, cancellation));
            }
            catch (Exception exception) when (attempt < Tries && IsRepeated(exception, progress, isolation, attempt))
            {
                // Those who were in each other's way come back at different times.
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 20 * attempt)), TimeProvider.System, cancellation);
            }
            catch (Exception exception)
            {
                throw PostgresErrors.Translate(exception, Description);
            }
        }
    }

    // A pool may hold a connection that died since it was last used; the next try gets a new one. Whether a single statement
    // that is its own transaction was executed cannot be known.
    private static bool IsRepeated(Exception exception, Progress progress, IsolationLevel? isolation, int attempt) =>
        PostgresErrors.WantsRepetition(exception)
        || (attempt == 1 && progress.Opened && !progress.CommitSent && isolation is not null && PostgresErrors.LostConnection(exception));

    private async ValueTask<T> InTransaction<T>(
        NpgsqlConnection connection, bool setLimits, IsolationLevel level, Func<Session, ValueTask<T>> work, Progress progress, CancellationToken cancellation)
    {
        // "begin" goes along with the first statement.
        await using var transaction = await connection.BeginTransactionAsync(level, cancellation);
        var session = new Session(connection, definitions, blocking: false, cancellation);
        if (setLimits)
        {
            await SetLimits(session);
        }

        var result = await work(session);
        cancellation.ThrowIfCancellationRequested();
        progress.CommitSent = true;

        // Dies here: nothing is stored, or all of it, and nobody was told; a repeated call finds its natural key.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private T Beat<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation)
    {
        bool reused = beats is not null;
        try
        {
            return BeatOnce(work, cancellation);
        }
        catch (Exception exception)
        {
            Forget();
            if (reused && !cancellation.IsCancellationRequested && PostgresErrors.LostConnection(exception))
            {
                return BeatOnce(work, cancellation);
            }

            throw;
        }
    }

    private T BeatOnce<T>(Func<Session, ValueTask<T>> work, CancellationToken cancellation)
    {
        var pools = Completed(server.Pools(blocking: true, cancellation));
        beats ??= pools.Beats.OpenConnection();
        using var transaction = beats.BeginTransaction(IsolationLevel.ReadCommitted);
        var session = new Session(beats, definitions, blocking: true, cancellation);
        if (pools.SetLimits)
        {
            Completed(SetLimits(session));
        }

        var result = Completed(work(session));
        transaction.Commit();
        return result;
    }

    private void Forget()
    {
        beats?.Dispose();
        beats = null;
    }

    private static readonly string LimitsSql = $"select {string.Join(
        ", ", ConnectionSettings.Limits.Select(limit => $"set_config('{limit.Name}', '{limit.Value}', true)"))}";

    private static async ValueTask<int> SetLimits(Session session) => await session.Execute(LimitsSql);

    private static T Completed<T>(ValueTask<T> blocking) => blocking.IsCompleted
        ? blocking.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A heartbeat must not wait for another thread.");

    private sealed class Progress
    {
        public bool Opened { get; set; }

        public bool CommitSent { get; set; }
    }
}
