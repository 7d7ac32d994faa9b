using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Storage;

namespace Belfry.Tests.Policies;

public sealed class LaneRoomsTests
{
    private const string Plain = "";
    private const string Tagged = "tag:api";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_limited_leaves_room_for_all() => Rooms().Left("default", Tagged).ShouldBe(int.MaxValue);

    [Fact]
    public void What_runs_takes_places()
    {
        var rooms = new LaneRooms([Running(LimitScope.Queue, "default", 3)], LaneRooms.Running([("default", Plain, 2), ("other", Plain, 9)]), NoBreakers, Now);
        rooms.Left("default", Plain).ShouldBe(1);
        rooms.Left("other", Plain).ShouldBe(int.MaxValue);
    }

    [Fact]
    public void More_running_than_a_lowered_limit_allows_leaves_no_room_and_not_less()
    {
        var rooms = new LaneRooms([Running(LimitScope.Queue, "default", 1)], LaneRooms.Running([("default", Plain, 5)]), NoBreakers, Now);
        rooms.Left("default", Plain).ShouldBe(0);
        rooms.TryTake("default", Plain).ShouldBeFalse();
    }

    [Fact]
    public void The_narrowest_of_several_limits_decides_and_each_counts()
    {
        var rooms = Rooms(Running(LimitScope.Queue, "default", 2), Running(LimitScope.Tag, "api", 1));
        rooms.TryTake("default", Tagged).ShouldBeTrue();
        rooms.TryTake("default", Tagged).ShouldBeFalse();
        rooms.TryTake("default", Plain).ShouldBeTrue();
        rooms.TryTake("default", Plain).ShouldBeFalse();
    }

    [Fact]
    public void A_lane_that_is_full_takes_nothing_from_its_other_limits()
    {
        var rooms = Rooms(Running(LimitScope.Queue, "default", 1), Running(LimitScope.Tag, "api", 0));
        rooms.TryTake("default", Tagged).ShouldBeFalse();
        rooms.Left("default", Plain).ShouldBe(1);
    }

    [Fact]
    public void A_rate_gives_what_its_bucket_holds_and_says_when_the_next_comes()
    {
        var rooms = Rooms(Rate("default", 2, TimeSpan.FromMinutes(1)));
        rooms.NextAt.ShouldBeNull();
        rooms.TryTake("default", Plain).ShouldBeTrue();
        rooms.TryTake("default", Plain).ShouldBeTrue();
        rooms.TryTake("default", Plain).ShouldBeFalse();
        rooms.NextAt.ShouldBe(Now.AddSeconds(30));
    }

    [Fact]
    public void Only_rates_that_something_was_taken_from_are_to_be_written()
    {
        var rooms = Rooms(Rate("default", 2, TimeSpan.FromMinutes(1)), Rate("other", 2, TimeSpan.FromMinutes(1)), Running(LimitScope.Tag, "api", 5));
        rooms.Changed.ShouldBeEmpty();
        rooms.TryTake("default", Tagged);
        rooms.Changed.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            bound => bound.Limit.Name.ShouldBe("default"), bound => bound.FullAt.ShouldBe(Now.AddSeconds(30)));
    }

    [Fact]
    public void A_full_place_is_no_wait_that_ends_by_itself()
    {
        var rooms = Rooms(new Bound(new Limit(LimitScope.Queue, "default", new LimitPolicy(1, 1, TimeSpan.FromMinutes(1))), null));
        rooms.TryTake("default", Plain).ShouldBeTrue();
        rooms.NextAt.ShouldBeNull();
    }

    private static BreakerRoom NoBreakers => new([], _ => 0, Now);

    private static LaneRooms Rooms(params Bound[] bounds) => new(bounds, LaneRooms.Running([]), NoBreakers, Now);

    private static Bound Running(LimitScope scope, string name, int most) => new(new Limit(scope, name, new LimitPolicy(most)), null);

    private static Bound Rate(string queue, int starts, TimeSpan per) =>
        new(new Limit(LimitScope.Queue, queue, new LimitPolicy(null, starts, per)), null);
}
