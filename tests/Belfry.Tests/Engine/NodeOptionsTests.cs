using Belfry.Engine;

namespace Belfry.Tests.Engine;

public sealed class NodeOptionsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_defaults_are_fit_to_live_by() => NodeOptionsCheck.Problems(new NodeOptions()).ShouldBeEmpty();

    [Fact]
    public void A_short_lease_with_everything_else_by_default_is_fit_to_live_by() =>
        NodeOptionsCheck.Problems(new NodeOptions { LeaseTime = 2 * Second }).ShouldBeEmpty();

    [Fact]
    public void A_margin_as_long_as_the_lease_is_refused() => Refused(
        new NodeOptions { LeaseTime = 4 * Second, FenceMargin = 4 * Second },
        "FenceMargin (4s) must be less than LeaseTime (4s)");

    [Fact]
    public void A_beat_that_comes_after_the_fence_is_refused() => Refused(
        new NodeOptions { LeaseTime = 4 * Second, FenceMargin = Second, BeatEvery = 3 * Second },
        "BeatEvery (3s) must be less than LeaseTime minus FenceMargin (3s)");

    [Fact]
    public void A_look_ahead_longer_than_the_lease_is_refused() =>
        Refused(new NodeOptions { LookAhead = 60 * Second }, "LookAhead (1m) must be less than LeaseTime minus FenceMargin (12s)");

    [Fact]
    public void Rounds_that_would_spin_are_refused()
    {
        Refused(new NodeOptions { PollEvery = TimeSpan.Zero }, "PollEvery must be at least 10 ms, not 0 ms.");
        Refused(new NodeOptions { SweepEvery = -Second }, "SweepEvery must be at least 10 ms, not -1s.");
    }

    [Fact]
    public void A_node_that_could_do_nothing_is_refused()
    {
        Refused(new NodeOptions { Slots = 0 }, "Slots must be from 1 to 100,000, not 0.");
        Refused(new NodeOptions { Queues = [] }, "Queues is an empty list");
        Refused(new NodeOptions { Environment = " " }, "Environment is empty");
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var options = new NodeOptions { Slots = -1, MaxLost = 0, Name = "" };
        var wrong = Should.Throw<ArgumentException>(() => options.Checked()).Message;
        wrong.ShouldContain("Slots");
        wrong.ShouldContain("MaxLost");
        wrong.ShouldContain("Name");
    }

    private static void Refused(NodeOptions options, string because) =>
        NodeOptionsCheck.Problems(options).ShouldHaveSingleItem().ShouldContain(because);
}
