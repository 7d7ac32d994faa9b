using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Tests.Storage;

public sealed class RunLaneTests
{
    private static readonly JobDefinition Plain = new() { Name = "a/b", Run = new JobAction.Handler("h"), Tags = ["z", "api", "free"] };

    [Fact]
    public void Most_runs_are_in_no_lane_of_their_own() => RunLane.Of(Plain, []).ShouldBe("");

    [Fact]
    public void A_lane_names_the_breaker_first_and_then_the_limits()
    {
        var job = Plain with { Breaker = new JobBreaker(), Limit = new LimitPolicy(Running: 1) };
        string lane = RunLane.Of(job, ["api", "z"]);
        lane.ShouldBe("breaker:job:a/b\njob:a/b\ntag:api\ntag:z");
        RunLane.Breaker(lane).ShouldBe("job:a/b");
        RunLane.Limits(lane).ShouldBe([(LimitScope.Job, "a/b"), (LimitScope.Tag, "api"), (LimitScope.Tag, "z")]);
    }

    [Fact]
    public void Jobs_that_share_a_resource_share_the_lane() =>
        RunLane.Of(Plain with { Name = "c", Breaker = new JobBreaker { Resource = "fx" } }, []).ShouldBe("breaker:fx");

    [Fact]
    public void A_tag_that_looks_like_a_breaker_is_none()
    {
        string lane = RunLane.Of(Plain with { Tags = ["breaker:fx"] }, ["breaker:fx"]);
        RunLane.Breaker(lane).ShouldBeNull();
        RunLane.Limits(lane).ShouldBe([(LimitScope.Tag, "breaker:fx")]);
    }
}
