using Belfry.Locks;
using Belfry.Postgres;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Postgres;

public sealed class PostgresLockFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Ttl = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_held_lock_outlives_a_crash_of_the_server_and_meanwhile_nobody_gets_one()
    {
        await using var server = await PostgresServer.Start();
        await using var store = PostgresStore.Open(server.ConnectionString("postgres"));
        await store.Migrate(None);
        var locks = new DistributedLocks(store.Locks, "here", TimeProvider.System);
        var held = (await locks.TryAcquireAsync("door", Ttl)).ShouldNotBeNull();

        await server.Crash();
        await Should.ThrowAsync<StoreUnavailableException>(() => locks.TryAcquireAsync("window", Ttl));
        var anyway = await locks.TryAcquireAsync("window", new LockOptions(Ttl) { WhenAway = WhenAway.RunAnyway });
        anyway.ShouldNotBeNull().State.ShouldBe(LockState.Unprotected);
        held.State.ShouldBe(LockState.Held);

        await server.Restart();
        (await locks.TryAcquireAsync("door", Ttl)).ShouldBeNull();
        (await held.RenewAsync(Ttl)).ShouldBeTrue();
        (await held.ReleaseAsync()).ShouldBeTrue();
        (await locks.TryAcquireAsync("door", Ttl)).ShouldNotBeNull().FencingToken.ShouldBeGreaterThan(held.FencingToken);
    }
}
