using Belfry.Conformance;
using Belfry.Sqlite;

namespace Belfry.Storage.Tests.Sqlite;

/// <summary>A file in a folder of its own.</summary>
public sealed class SqliteOnFile : StoreFixture
{
    private readonly ManualClock clock = new(Start);
    private readonly List<SqliteStore> stores = [];
    private readonly TestFolder folder = new();

    public override async ValueTask<IStore> Open()
    {
        var store = SqliteStore.Open(folder.File("belfry.db"), clock);
        stores.Add(store);
        await store.Migrate(CancellationToken.None);
        return store;
    }

    public override ValueTask Advance(TimeSpan by)
    {
        clock.Advance(by);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        folder.Dispose();
    }
}

/// <summary>A database in memory, which cannot be shared.</summary>
public sealed class SqliteInMemory : StoreFixture
{
    private readonly ManualClock clock = new(Start);
    private SqliteStore? store;

    public override async ValueTask<IStore> Open()
    {
        if (store is null)
        {
            store = SqliteStore.Open(":memory:", clock);
            await store.Migrate(CancellationToken.None);
        }

        return store;
    }

    public override ValueTask Advance(TimeSpan by)
    {
        clock.Advance(by);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
