using Belfry.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Tests.Engine;

/// <summary>A node with a lease of 15 s that stops 3 s before its end, whatever its heart does.</summary>
public sealed class LeaseWatchTests
{
    private readonly ManualTime time = new();
    private readonly Node node;
    private readonly LeaseWatch watch;

    public LeaseWatchTests()
    {
        node = new Node(new NodeOptions(), new Chance(1), time);
        watch = new LeaseWatch(node, NullLogger<LeaseWatch>.Instance);
        node.LeaseAccepted(node.Id, time.GetTimestamp());
    }

    [Fact]
    public async Task It_looks_again_when_the_lease_could_come_near_its_end()
    {
        (await Look()).ShouldBe(TimeSpan.FromSeconds(12));
        time.Advance(5);
        (await Look()).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Runs_are_stopped_at_the_margin_though_a_beat_is_still_under_way()
    {
        var execution = Hold();
        time.Advance(12);
        await Look();
        execution.Cause.ShouldBe(StopCause.LeaseLost);
        execution.Stop.IsCancellationRequested.ShouldBeTrue();
        node.LeaseHeld.ShouldBeFalse();
    }

    [Fact]
    public async Task A_beat_that_is_answered_in_time_keeps_the_runs()
    {
        var execution = Hold();
        time.Advance(11);
        node.LeaseAccepted(node.Id, time.GetTimestamp());
        time.Advance(1);
        (await Look()).ShouldBe(TimeSpan.FromSeconds(11));
        execution.Cause.ShouldBe(StopCause.None);
    }

    [Fact]
    public async Task The_answer_of_a_beat_that_hung_for_too_long_revives_nothing()
    {
        var (id, sentAt) = (node.Id, time.GetTimestamp());
        time.Advance(12);
        await Look();
        node.LeaseAccepted(id, sentAt).ShouldBeFalse();
        node.LeaseHeld.ShouldBeFalse();
        node.Id.ShouldNotBe(id);
    }

    [Fact]
    public async Task A_lease_is_lost_once()
    {
        time.Advance(12);
        await Look();
        var id = node.Id;
        await Look();
        node.LoseLease(Guid.NewGuid(), "a late answer").ShouldBeNull();
        node.Id.ShouldBe(id);
    }

    [Fact]
    public async Task Without_a_lease_there_is_nothing_to_lose()
    {
        var fresh = new Node(new NodeOptions(), new Chance(1), time);
        time.Advance(100);
        (await new LeaseWatch(fresh, NullLogger<LeaseWatch>.Instance).RunOnceAsync(CancellationToken.None))
            .ShouldBe(TimeSpan.FromSeconds(12));
    }

    private Execution Hold()
    {
        var execution = AnExecution.Of();
        node.Add(execution);
        return execution;
    }

    private ValueTask<TimeSpan> Look() => watch.RunOnceAsync(CancellationToken.None);
}
