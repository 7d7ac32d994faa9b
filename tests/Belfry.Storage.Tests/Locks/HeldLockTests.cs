using Belfry.Locks;
using Belfry.Sqlite;
using Belfry.Testing;

namespace Belfry.Storage.Tests.Locks;

/// <summary>What user code sees of a lock, in virtual time over the store in memory.</summary>
public sealed class HeldLockTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    private readonly VirtualTime time = new();
    private readonly TestLoop loop;
    private SqliteStore store = null!;
    private AwayableLocks provider = null!;
    private DistributedLocks locks = null!;

    public HeldLockTests() => loop = new TestLoop(time);

    public async Task InitializeAsync()
    {
        store = SqliteStore.Open(":memory:", time);
        await store.Migrate(None);
        provider = new AwayableLocks(store.Locks);
        locks = new DistributedLocks(provider, "here", time);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public Task A_lock_is_held_until_it_is_released() => InVirtualTime(async () =>
    {
        await using (var held = (await locks.TryAcquireAsync("door", Ttl)).ShouldNotBeNull())
        {
            held.State.ShouldBe(LockState.Held);
            held.FencingToken.ShouldBeGreaterThan(0);
            (await locks.IsLockedAsync("door")).ShouldBeTrue();
            (await locks.TryAcquireAsync("door", Ttl)).ShouldBeNull();
        }

        (await locks.IsLockedAsync("door")).ShouldBeFalse();
    });

    [Fact]
    public Task A_lock_is_lost_when_its_time_is_over() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl));
        await Pass(29.9);
        held.Lost.IsCancellationRequested.ShouldBeFalse();
        await Pass(0.2);
        held.Lost.IsCancellationRequested.ShouldBeTrue();
        held.State.ShouldBe(LockState.Lost);
        (await held.RenewAsync(Ttl)).ShouldBeFalse();
        (await held.ReleaseAsync()).ShouldBeFalse();
        held.State.ShouldBe(LockState.Released);
    });

    [Fact]
    public Task Renewing_postpones_the_loss() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl));
        await Pass(20);
        (await held.RenewAsync(Ttl)).ShouldBeTrue();
        held.ExpiresAt.ShouldBe(time.GetUtcNow() + Ttl);
        await Pass(29.9);
        held.State.ShouldBe(LockState.Held);
        await Pass(0.2);
        held.State.ShouldBe(LockState.Lost);
    });

    [Fact]
    public Task A_lock_that_is_kept_is_renewed_every_third_of_its_time() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl) { KeepRenewing = true });
        var began = time.GetUtcNow();
        await Pass(100.5);
        held.State.ShouldBe(LockState.Held);
        provider.Renewals.ShouldBe(10);
        held.ExpiresAt.ShouldBe(began.AddSeconds(100) + Ttl);
        (await held.ReleaseAsync()).ShouldBeTrue();
        await Pass(100);
        provider.Renewals.ShouldBe(10);
        held.Lost.IsCancellationRequested.ShouldBeFalse();
        held.State.ShouldBe(LockState.Released);
    });

    [Fact]
    public Task A_kept_lock_that_is_taken_away_is_lost_at_the_next_renewal() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl) { KeepRenewing = true });
        await store.Locks.ForceRelease("door", "test", "somebody", None);
        await Pass(9.9);
        held.State.ShouldBe(LockState.Held);
        await Pass(0.2);
        held.Lost.IsCancellationRequested.ShouldBeTrue();
        (await locks.TryAcquireAsync("door", Ttl)).ShouldNotBeNull();
    });

    [Fact]
    public Task A_kept_lock_survives_an_outage_that_is_shorter_than_its_time() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl) { KeepRenewing = true });
        await Pass(15);
        provider.Away = true;
        await Pass(20);
        held.State.ShouldBe(LockState.Held);
        provider.Away = false;
        await Pass(60);
        held.State.ShouldBe(LockState.Held);
        (await held.ReleaseAsync()).ShouldBeTrue();
    });

    [Fact]
    public Task A_kept_lock_is_lost_when_the_outage_is_longer_and_never_later_than_the_provider_gives_it_away() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl) { KeepRenewing = true });
        await Pass(10.5);
        provider.Away = true;
        await Pass(29);
        held.State.ShouldBe(LockState.Held);
        await Pass(0.6);
        held.State.ShouldBe(LockState.Lost);
        held.Lost.IsCancellationRequested.ShouldBeTrue();
        provider.Away = false;
        await Pass(60);
        held.State.ShouldBe(LockState.Lost);
    });

    [Fact]
    public Task When_the_provider_is_away_nobody_gets_the_lock() => InVirtualTime(async () =>
    {
        provider.Away = true;
        (await Record.ExceptionAsync(() => locks.TryAcquireAsync("door", Ttl))).ShouldBeOfType<StoreUnavailableException>();
        (await Record.ExceptionAsync(() => locks.IsLockedAsync("door"))).ShouldBeOfType<StoreUnavailableException>();
    });

    [Fact]
    public Task Whoever_chose_to_run_anyway_is_told_that_it_is_unprotected() => InVirtualTime(async () =>
    {
        provider.Away = true;
        var held = await Take(new LockOptions(Ttl) { WhenAway = WhenAway.RunAnyway });
        held.State.ShouldBe(LockState.Unprotected);
        held.FencingToken.ShouldBe(0);
        held.Lost.CanBeCanceled.ShouldBeFalse();
        (await held.RenewAsync(Ttl)).ShouldBeTrue();
        (await held.ReleaseAsync()).ShouldBeTrue();
    });

    [Fact]
    public Task To_run_anyway_is_no_way_around_a_holder() => InVirtualTime(async () =>
    {
        await Take(new LockOptions(Ttl));
        (await locks.TryAcquireAsync("door", new LockOptions(Ttl) { WhenAway = WhenAway.RunAnyway })).ShouldBeNull();
    });

    [Fact]
    public Task A_release_that_cannot_be_said_hides_no_exception() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl));
        provider.Away = true;
        await held.DisposeAsync();
        provider.Away = false;
        (await locks.IsLockedAsync("door")).ShouldBeTrue();
        await Pass(31);
        (await locks.IsLockedAsync("door")).ShouldBeFalse();
    });

    [Fact]
    public Task A_late_release_does_not_touch_the_next_holder() => InVirtualTime(async () =>
    {
        var first = await Take(new LockOptions(Ttl));
        await Pass(31);
        var second = await Take(new LockOptions(Ttl));
        (await first.ReleaseAsync()).ShouldBeFalse();
        second.State.ShouldBe(LockState.Held);
        (await locks.IsLockedAsync("door")).ShouldBeTrue();
        second.FencingToken.ShouldBeGreaterThan(first.FencingToken);
    });

    [Fact]
    public Task What_fails_in_a_callback_of_the_holder_ends_nothing_else() => InVirtualTime(async () =>
    {
        var held = await Take(new LockOptions(Ttl));
        held.Lost.Register(() => throw new InvalidOperationException("in the holder's callback"));
        await Pass(31);
        held.State.ShouldBe(LockState.Lost);
    });

    [Theory]
    [InlineData("", 30)]
    [InlineData(" ", 30)]
    [InlineData("two\nlines", 30)]
    [InlineData("50%", 30)]
    [InlineData("door", 0.001)]
    [InlineData("door", 3_000_000)]
    public async Task Names_and_times_that_make_no_lock_are_refused(string name, double seconds) =>
        await Should.ThrowAsync<ArgumentException>(() => locks.TryAcquireAsync(name, TimeSpan.FromSeconds(seconds)));

    private async Task<HeldLock> Take(LockOptions options) => (await locks.TryAcquireAsync("door", options)).ShouldNotBeNull();

    private Task Pass(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);

    private Task InVirtualTime(Func<Task> test)
    {
        loop.Complete(async () =>
        {
            await test();
            return true;
        });
        return Task.CompletedTask;
    }

    private sealed class AwayableLocks(ILocks locks) : ILocks
    {
        public bool Away { get; set; }

        public int Renewals { get; private set; }

        public ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) =>
            Reached().TryAcquire(name, owner, ttl, cancellation);

        public ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation)
        {
            Renewals += Away ? 0 : 1;
            return Reached().Renew(name, token, ttl, cancellation);
        }

        public ValueTask<bool> Release(string name, long token, CancellationToken cancellation) =>
            Reached().Release(name, token, cancellation);

        public ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation) =>
            Reached().ForceRelease(name, reason, by, cancellation);

        public ValueTask<LockLease?> Find(string name, CancellationToken cancellation) => Reached().Find(name, cancellation);

        public ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation) =>
            Reached().List(query, cancellation);

        public ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation) =>
            Reached().Statistics(after, limit, cancellation);

        private ILocks Reached() => Away ? throw new StoreUnavailableException("away") : locks;
    }
}
