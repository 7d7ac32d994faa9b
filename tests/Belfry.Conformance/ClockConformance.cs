using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class ClockConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Time_goes_with_the_clock()
    {
        (await Now()).ShouldBe(Start);
        await Advance(1.5);
        (await Now()).ShouldBe(Start.AddSeconds(1.5));
    }

    [Fact]
    public async Task Time_stands_still_when_the_clock_steps_back()
    {
        await Advance(60);
        await Now();
        await Advance(-3600);
        (await Now()).ShouldBe(Start.AddSeconds(60));
        await Advance(3605);
        (await Now()).ShouldBe(Start.AddSeconds(65));
    }

    [Fact]
    public async Task A_step_back_between_two_processes_does_not_bring_time_back()
    {
        await Advance(60);
        await StartNode();
        await Advance(-3600);
        await using var other = await Fixture.Open();
        (await other.Now(None)).ShouldBe(Start.AddSeconds(60));
    }

    [Fact]
    public async Task A_step_back_makes_no_lease_valid_again()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        await Fixture.Advance(Lease);
        (await TryClaim(node)).Fenced.ShouldBeTrue();
        await Fixture.Advance(-Lease);
        (await TryClaim(node)).Fenced.ShouldBeTrue();
    }

    [Fact]
    public async Task A_step_back_gives_no_lock_back_to_its_old_holder()
    {
        var ttl = TimeSpan.FromSeconds(30);
        var lease = (await Store.Locks.TryAcquire("door", "ana", ttl, None)).ShouldNotBeNull();
        await Fixture.Advance(ttl);
        (await Store.Locks.Renew("door", lease.Token, ttl, None)).ShouldBeNull();
        await Fixture.Advance(-ttl);
        (await Store.Locks.Renew("door", lease.Token, ttl, None)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_due_stays_due_when_the_clock_steps_back()
    {
        await Create();
        var run = await Enqueue(Request(availableAt: Start.AddSeconds(10)));
        await Advance(10);
        (await StateOf(run)).ShouldBe(RunState.Queued);
        await Advance(-10);
        (await StateOf(run)).ShouldBe(RunState.Queued);
    }
}
