using Belfry.Engine;

namespace Belfry.Tests.Engine;

public sealed class NodeTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void A_node_that_the_store_has_not_answered_yet_does_nothing()
    {
        var node = Node(null);
        node.MayWork.ShouldBeFalse();
        node.BeginClaim(1).ShouldBe(0);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("production", "production", true)]
    [InlineData("staging", "production", false)]
    [InlineData(null, "production", false)]
    [InlineData("Production", "production", false)]
    public void Only_a_node_of_the_stores_environment_works(string? stated, string? store, bool works)
    {
        var node = Node(stated);
        node.LeaseAccepted(node.Id, 0, store);
        node.MayWork.ShouldBe(works);
        node.BeginClaim(1).ShouldBe(works ? 1 : 0);
    }

    [Fact]
    public void A_node_that_was_asked_to_drain_fires_and_does_not_claim_until_it_may_go_on()
    {
        var node = Node(null);
        node.LeaseAccepted(node.Id, 0, drain: true);
        node.Draining.ShouldBeTrue();
        node.MayWork.ShouldBeTrue();
        node.BeginClaim(1).ShouldBe(0);
        node.LeaseAccepted(node.Id, 0);
        node.BeginClaim(1).ShouldBe(1);
    }

    [Fact]
    public void A_stopping_node_is_not_revived_by_an_answer()
    {
        var node = Node(null);
        node.Drain();
        node.LeaseAccepted(node.Id, 0);
        node.Draining.ShouldBeTrue();
    }

    [Fact]
    public void A_node_that_does_not_trust_its_clocks_keeps_its_lease_and_does_not_claim()
    {
        var node = Node(null);
        node.LeaseAccepted(node.Id, 0, trusted: false);
        node.LeaseHeld.ShouldBeTrue();
        node.BeginClaim(1).ShouldBe(0);
    }

    [Fact]
    public void An_attempt_whose_end_is_written_is_not_listed_any_more()
    {
        var node = Node(null);
        var execution = AnExecution.Of(node: node.Id);
        node.Add(execution);
        node.Holding.Count.ShouldBe(1);
        execution.Recorded = true;
        node.Holding.ShouldBeEmpty();
    }

    [Fact]
    public void Losing_an_attempt_leaves_another_one_of_the_same_run_alone()
    {
        var node = Node(null);
        var execution = AnExecution.Of(node: node.Id);
        node.Add(execution);
        node.Lose(new Belfry.Storage.HeldRun(execution.Run.Id, execution.Run.Token - 1), "another node holds the run");
        execution.Cause.ShouldBe(StopCause.None);
        node.Lose(new Belfry.Storage.HeldRun(execution.Run.Id, execution.Run.Token), "another node holds the run");
        execution.Cause.ShouldBe(StopCause.LeaseLost);
    }

    private Node Node(string? environment) => new(new NodeOptions { Environment = environment }, new Chance(1), time);
}
