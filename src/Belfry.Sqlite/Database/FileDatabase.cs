namespace Belfry.Sqlite;

/// <summary>A file: one writer, one connection for heartbeats, a few readers. Other processes of the host may share the file.</summary>
internal sealed class FileDatabase : IDatabase
{
    private readonly SqliteFile file;
    private readonly WriteGate gate = new();
    private readonly Writer writer;
    private readonly UrgentWriter urgent;
    private readonly Readers readers;

    public FileDatabase(string path, StoreClock clock)
    {
        file = new SqliteFile(path, clock);
        writer = new Writer(file, file.Create(), gate);
        urgent = new UrgentWriter(file, gate);
        readers = new Readers(file);
    }

    public string Description => $"sqlite:{file.Path}";

    public void Migrate() => file.Migrate();

    public ValueTask<T> Write<T>(Func<Session, T> work, CancellationToken cancellation) => writer.Write(work, cancellation);

    public ValueTask<T> WriteUrgently<T>(Func<Session, T> work, CancellationToken cancellation) => urgent.Write(work, cancellation);

    public ValueTask<T> Read<T>(Func<Session, T> work, CancellationToken cancellation) => readers.Read(work, cancellation);

    public async ValueTask DisposeAsync()
    {
        readers.Dispose();
        urgent.Dispose();
        await writer.DisposeAsync();
    }
}
