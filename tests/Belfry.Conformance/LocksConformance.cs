using Belfry.Locks;

namespace Belfry.Conformance;

/// <summary>What every lock provider must do, be it a store or not.</summary>
public abstract class LocksConformance<TFixture> : IAsyncLifetime
    where TFixture : LocksFixture, new()
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(30);

    private TFixture Fixture { get; } = new();

    private ILocks Locks { get; set; } = null!;

    public async Task InitializeAsync() => Locks = await Fixture.Open();

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    [Fact]
    public async Task A_free_lock_is_taken()
    {
        var lease = await Take("door", "ana");
        lease.Name.ShouldBe("door");
        lease.Owner.ShouldBe("ana");
        lease.TakenAt.ShouldBe(StoreFixture.Start);
        lease.ExpiresAt.ShouldBe(StoreFixture.Start + Ttl);
        lease.Stale.ShouldBeFalse();
        (await Locks.Find("door", None)).ShouldBe(lease);
        (await Locks.Find("window", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_held_lock_is_refused_to_everybody()
    {
        await Take("door", "ana");
        (await Locks.TryAcquire("door", "ben", Ttl, None)).ShouldBeNull();
        (await Locks.TryAcquire("door", "ana", Ttl, None)).ShouldBeNull();
        await Take("window", "ben");
    }

    [Fact]
    public async Task A_lock_whose_time_is_over_goes_to_the_next_with_a_greater_token()
    {
        var first = await Take("door", "ana");
        await Fixture.Advance(Ttl);
        (await Locks.Find("door", None)).ShouldBe(first with { Stale = true });
        var second = await Take("door", "ben");
        second.Token.ShouldBeGreaterThan(first.Token);
        (await Locks.Renew("door", first.Token, Ttl, None)).ShouldBeNull();
        (await Locks.Release("door", first.Token, None)).ShouldBeFalse();
        (await Locks.Find("door", None)).ShouldBe(second);
    }

    [Fact]
    public async Task Renewing_extends_the_time()
    {
        var lease = await Take("door", "ana");
        await Advance(20);
        (await Locks.Renew("door", lease.Token, Ttl, None)).ShouldBe(StoreFixture.Start.AddSeconds(50));
        await Advance(20);
        (await Locks.Find("door", None)).ShouldBe(lease with { ExpiresAt = StoreFixture.Start.AddSeconds(50) });
    }

    [Fact]
    public async Task A_lock_whose_time_is_over_is_not_renewed()
    {
        var lease = await Take("door", "ana");
        await Fixture.Advance(Ttl);
        (await Locks.Renew("door", lease.Token, Ttl, None)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_owner_renews_and_releases()
    {
        var lease = await Take("door", "ana");
        (await Locks.Renew("door", lease.Token + 1, Ttl, None)).ShouldBeNull();
        (await Locks.Release("door", lease.Token + 1, None)).ShouldBeFalse();
        (await Locks.Renew("window", lease.Token, Ttl, None)).ShouldBeNull();
        (await Locks.Release("window", lease.Token, None)).ShouldBeFalse();
        (await Locks.Find("door", None)).ShouldBe(lease);
    }

    [Fact]
    public async Task Releasing_frees_the_lock_and_tokens_still_grow()
    {
        var lease = await Take("door", "ana");
        (await Locks.Release("door", lease.Token, None)).ShouldBeTrue();
        (await Locks.Find("door", None)).ShouldBeNull();
        (await Locks.Release("door", lease.Token, None)).ShouldBeFalse();
        (await Take("door", "ben")).Token.ShouldBeGreaterThan(lease.Token);
    }

    [Fact]
    public async Task Releasing_after_the_time_is_over_says_so_and_tidies_up()
    {
        var lease = await Take("door", "ana");
        await Advance(31);
        (await Locks.Release("door", lease.Token, None)).ShouldBeFalse();
        (await Locks.Find("door", None)).ShouldBeNull();
        (await Counts("door")).ShouldBe((Acquired: 1, Refused: 0, Expired: 1, Released: 0, Forced: 0, Held: Ttl));
    }

    [Fact]
    public async Task Of_many_who_try_at_once_one_gets_it()
    {
        ILocks[] providers = [Locks, await Fixture.Open()];
        var tries = Enumerable.Range(0, 40).Select(i => providers[i % 2].TryAcquire("door", $"owner {i}", Ttl, None).AsTask());
        (await Task.WhenAll(tries)).Count(lease => lease is not null).ShouldBe(1);
        var counts = await Counts("door");
        counts.Acquired.ShouldBe(1);
        counts.Refused.ShouldBe(39);
    }

    [Fact]
    public async Task Tokens_grow_in_the_order_of_holding()
    {
        ILocks[] providers = [Locks, await Fixture.Open()];
        var tokens = new List<long>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            for (var taken = 0; taken < 20;)
            {
                if (await providers[i % 2].TryAcquire("door", $"owner {i}", Ttl, None) is { } lease)
                {
                    tokens.Add(lease.Token);
                    taken++;
                    (await providers[i % 2].Release("door", lease.Token, None)).ShouldBeTrue();
                }
            }
        }));
        tokens.Count.ShouldBe(160);
        tokens.ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task Names_may_have_any_letters()
    {
        foreach (var name in new[] { "a b", "chain/store 7", "Gran Vía", "{x}", "日本:1", "it's \"quoted\"", "*?[a]\\" })
        {
            var lease = await Take(name, "ana");
            (await Locks.Find(name, None)).ShouldBe(lease);
            (await Locks.Release(name, lease.Token, None)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_list_names_holders_also_those_whose_time_is_over()
    {
        var b = await Take("b", "ben");
        var a = await Take("a", "ana", TimeSpan.FromSeconds(1));
        var free = await Take("c", "cyd");
        await Locks.Release("c", free.Token, None);
        await Advance(5);
        (await Locks.List(new LockQuery(), None)).ShouldBe([a with { Stale = true }, b]);
        (await Locks.List(new LockQuery(Stale: true), None)).ShouldBe([a with { Stale = true }]);
    }

    [Fact]
    public async Task Lists_go_on_after_a_name()
    {
        foreach (var name in new[] { "d", "B", "a", "ä", "c" })
        {
            await Take(name, "ana");
        }

        (await Names(null, 2)).ShouldBe(["B", "a"]);
        (await Names("a", 2)).ShouldBe(["c", "d"]);
        (await Names("d", 2)).ShouldBe(["ä"]);
        (await Locks.Statistics("a", 2, None)).Select(counts => counts.Name).ShouldBe(["c", "d"]);

        async Task<IEnumerable<string>> Names(string? after, int limit) =>
            (await Locks.List(new LockQuery(After: after, Limit: limit), None)).Select(lease => lease.Name);
    }

    [Fact]
    public async Task Statistics_count_what_became_of_each_attempt()
    {
        var first = await Take("door", "ana");
        await Locks.TryAcquire("door", "ben", Ttl, None);
        await Advance(10);
        await Locks.Release("door", first.Token, None);
        await Take("door", "ben");
        await Advance(40);
        await Take("door", "cyd");
        (await Counts("door")).ShouldBe((Acquired: 3, Refused: 1, Expired: 1, Released: 1, Forced: 0, Held: TimeSpan.FromSeconds(40)));
        var statistics = (await Locks.Statistics(null, 10, None)).ShouldHaveSingleItem();
        statistics.Since.ShouldBe(StoreFixture.Start);
        statistics.Contention.ShouldBe(0.25);
        statistics.AverageHeld.ShouldBe(TimeSpan.FromSeconds(20));
        statistics.LastForced.ShouldBeNull();
    }

    [Fact]
    public async Task A_lock_is_taken_away_with_a_reason()
    {
        var lease = await Take("door", "ana");
        await Advance(10);
        (await Locks.ForceRelease("door", "ana has gone home", "ben", None)).ShouldBe(lease);
        (await Locks.Find("door", None)).ShouldBeNull();
        (await Locks.Renew("door", lease.Token, Ttl, None)).ShouldBeNull();
        (await Locks.Release("door", lease.Token, None)).ShouldBeFalse();
        (await Locks.ForceRelease("door", "again", "ben", None)).ShouldBeNull();
        (await Locks.ForceRelease("window", "never held", "ben", None)).ShouldBeNull();

        (await Counts("door")).ShouldBe((Acquired: 1, Refused: 0, Expired: 0, Released: 0, Forced: 1, Held: TimeSpan.FromSeconds(10)));
        (await Locks.Statistics(null, 10, None)).ShouldHaveSingleItem().LastForced
            .ShouldBe(new ForcedRelease(StoreFixture.Start.AddSeconds(10), "ben", "ana has gone home", "ana", lease.Token));
        (await Take("door", "cyd")).Token.ShouldBeGreaterThan(lease.Token);
    }

    [Fact]
    public async Task A_stale_lock_is_tidied_up_by_force()
    {
        var lease = await Take("door", "ana");
        await Advance(31);
        (await Locks.ForceRelease("door", "tidying", "ben", None)).ShouldBe(lease with { Stale = true });
        (await Locks.List(new LockQuery(), None)).ShouldBeEmpty();
        (await Counts("door")).Held.ShouldBe(Ttl);
    }

    private async Task<LockLease> Take(string name, string owner, TimeSpan? ttl = null) =>
        (await Locks.TryAcquire(name, owner, ttl ?? Ttl, None)).ShouldNotBeNull();

    private async Task<(long Acquired, long Refused, long Expired, long Released, long Forced, TimeSpan Held)> Counts(string name)
    {
        var counts = (await Locks.Statistics(null, 100, None)).Single(counts => counts.Name == name);
        return (counts.Acquired, counts.Refused, counts.Expired, counts.Released, counts.Forced, counts.Held);
    }

    private ValueTask Advance(double seconds) => Fixture.Advance(TimeSpan.FromSeconds(seconds));
}
