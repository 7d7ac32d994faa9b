using System.Diagnostics;
using Belfry.Conformance;
using Belfry.Postgres;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>A node that is frozen in the middle of a transaction keeps nobody waiting, and not for ever what it has locked (F18).</summary>
public sealed class FrozenTransactionTests : StoreConformance<PostgresDirect>
{
    private const int Locked = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Others_claim_what_is_left_at_once_and_the_rest_when_the_server_has_ended_its_session()
    {
        await Create();
        for (int i = 0; i < 2 * Locked; i++)
        {
            await Enqueue();
        }

        // As the store's own settings have it, but sooner.
        var server = await PostgresServer.Shared;
        string database = await Fixture.Value<string>("select current_database()");
        await using var other = PostgresStore.Open(server.ConnectionString(database) + ";Options=-c idle_in_transaction_session_timeout=1500");
        var thaw = new TaskCompletionSource();
        var locked = new TaskCompletionSource();
        var frozen = other.Database.Write(
            async session =>
            {
                await session.All($"select id from belfry.live where state = 0 order by seq limit {Locked} for no key update", row => row.Id(0));
                locked.SetResult();
                await thaw.Task;
                return await session.Now();
            },
            None).AsTask();
        await locked.Task;

        var node = await StartNode();
        long began = Stopwatch.GetTimestamp();
        (await Claim(node, 2 * Locked)).Count.ShouldBe(Locked);
        int rest = 0;
        while (rest < Locked)
        {
            rest += (await Claim(node, 2 * Locked)).Count;
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience);
        }

        thaw.SetResult();
        (await Should.ThrowAsync<Belfry.Storage.StoreUnavailableException>(frozen)).Message.ShouldContain("stood still");
    }
}
