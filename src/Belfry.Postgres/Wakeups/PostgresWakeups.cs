using System.Security.Cryptography;
using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>LISTEN and NOTIFY. Behind a pooler in transaction mode nothing is heard, and nodes poll.</summary>
internal sealed class PostgresWakeups : IWakeups
{
    private const string Channel = "belfry";

    // So that a process does not wake itself: it has looked already.
    private readonly string self = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly Database database;
    private readonly Announcer announcer;

    public PostgresWakeups(Database database)
    {
        this.database = database;
        announcer = new Announcer(database, Channel, self);
    }

    public void Announce() => announcer.Announce();

    public IAsyncDisposable Listen(Action look) => new Listener(database, Channel, self, look);

    public ValueTask DisposeAsync() => announcer.DisposeAsync();
}
