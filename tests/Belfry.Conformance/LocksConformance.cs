namespace Belfry.Conformance;

public abstract class LocksConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_free_lock_is_taken()
    {
        var lease = (await Store.Locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        lease.Name.ShouldBe("door");
        lease.Owner.ShouldBe("ana");
        lease.TakenAt.ShouldBe(Start);
        lease.ExpiresAt.ShouldBe(Start + Ttl);
        (await Store.Locks.IsLocked("door", None)).ShouldBeTrue();
        (await Store.Locks.IsLocked("window", None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_held_lock_is_refused_to_everybody()
    {
        await Store.Locks.TryAcquire("door", "ana", Ttl, None);
        (await Store.Locks.TryAcquire("door", "ben", Ttl, None)).ShouldBeNull();
        (await Store.Locks.TryAcquire("door", "ana", Ttl, None)).ShouldBeNull();
        (await Store.Locks.TryAcquire("window", "ben", Ttl, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_lock_whose_time_is_over_goes_to_the_next_with_a_greater_token()
    {
        var first = (await Store.Locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        await Fixture.Advance(Ttl);
        (await Store.Locks.IsLocked("door", None)).ShouldBeFalse();
        var second = (await Store.Locks.TryAcquire("door", "ben", Ttl, None)).ShouldNotBeNull();
        second.Token.ShouldBeGreaterThan(first.Token);
        (await Store.Locks.Renew("door", first.Token, Ttl, None)).ShouldBeFalse();
        (await Store.Locks.Release("door", first.Token, None)).ShouldBeFalse();
        (await Store.Locks.IsLocked("door", None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Renewing_extends_the_time()
    {
        var lease = (await Store.Locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        await Advance(20);
        (await Store.Locks.Renew("door", lease.Token, Ttl, None)).ShouldBeTrue();
        await Advance(20);
        (await Store.Locks.IsLocked("door", None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lock_whose_time_is_over_is_not_renewed()
    {
        var lease = (await Store.Locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        await Fixture.Advance(Ttl);
        (await Store.Locks.Renew("door", lease.Token, Ttl, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Releasing_frees_the_lock_and_tokens_still_grow()
    {
        var lease = (await Store.Locks.TryAcquire("door", "ana", Ttl, None)).ShouldNotBeNull();
        (await Store.Locks.Release("door", lease.Token, None)).ShouldBeTrue();
        (await Store.Locks.Release("door", lease.Token, None)).ShouldBeFalse();
        (await Store.Locks.TryAcquire("door", "ben", Ttl, None)).ShouldNotBeNull().Token.ShouldBeGreaterThan(lease.Token);
    }

    [Fact]
    public async Task The_list_names_holders_also_those_whose_time_is_over()
    {
        var b = await Store.Locks.TryAcquire("b", "ben", Ttl, None);
        var a = await Store.Locks.TryAcquire("a", "ana", TimeSpan.FromSeconds(1), None);
        await Advance(5);
        (await Store.Locks.List(None)).ShouldBe([a!, b!]);
    }
}
