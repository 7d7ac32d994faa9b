using Belfry.Conformance;
using Belfry.Postgres;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>Straight to the server.</summary>
public class PostgresDirect : StoreFixture
{
    private readonly List<PostgresStore> stores = [];
    private TestDatabase? database;

    public override async ValueTask<IStore> Open()
    {
        database ??= await TestDatabase.Take(Start);
        var store = PostgresStore.Open(await Address(database.Name));
        stores.Add(store);
        await store.Migrate(CancellationToken.None);
        return store;
    }

    public async Task<T> Value<T>(string sql) => (await database!.Value<T>(sql))!;

    public override async ValueTask Advance(TimeSpan by) => await database!.Advance(by);

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        if (database is not null)
        {
            await database.GiveBack();
        }
    }

    private protected virtual async Task<string> Address(string name) => (await PostgresServer.Shared).ConnectionString(name);
}

/// <summary>Through a pooler that gives each transaction another connection.</summary>
public sealed class PostgresPooled : PostgresDirect
{
    private protected override async Task<string> Address(string name) => (await PgBouncer.Shared).ConnectionString(name);
}
