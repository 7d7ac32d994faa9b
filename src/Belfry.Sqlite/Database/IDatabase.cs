namespace Belfry.Sqlite;

/// <summary>Runs operations in transactions: over a file with its threads, or in memory on the caller's thread.</summary>
internal interface IDatabase : IAsyncDisposable
{
    string Description { get; }

    void Migrate();

    ValueTask<T> Write<T>(Func<Session, T> work, CancellationToken cancellation);

    /// <summary>Writes on the caller's thread, before whatever is queued, and needs no other thread to complete.</summary>
    ValueTask<T> WriteUrgently<T>(Func<Session, T> work, CancellationToken cancellation);

    /// <summary>Reads one snapshot.</summary>
    ValueTask<T> Read<T>(Func<Session, T> work, CancellationToken cancellation);
}
