using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

/// <summary>What changes of jobs mean for those that follow them.</summary>
public abstract class FollowedChangesConformance<TFixture> : DependencySteps<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_job_may_not_follow_one_that_is_not_there()
    {
        var refused = await Should.ThrowAsync<JobInvalidException>(() => Follow("load", "extract"));
        refused.Problems.ShouldHaveSingleItem().ToString().ShouldBe("after: names 'extract', which is no job; create it first, or correct the name.");
        (await Store.Jobs.Get("load", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Jobs_may_not_follow_each_other_in_a_circle()
    {
        await Create("a");
        await Follow("b", "a");
        await Follow("c", "b");
        var refused = await Should.ThrowAsync<JobInvalidException>(() => Change("a", job => job with { Schedule = "after c" }));
        refused.Problems.ShouldHaveSingleItem().Message.ShouldContain("circle, in which no job could ever run: a after c after b after a");
        (await Get("a")).Definition.After.ShouldBeEmpty();
        (await Store.Queries.Dependencies("a", 1, None)).ShouldBe([new("a", "b")]);
    }

    [Fact]
    public async Task A_job_that_is_made_again_may_not_close_a_circle()
    {
        await Create("a");
        await Follow("b", "a");
        await Store.Jobs.Delete(await Get("a"), None);
        await Should.ThrowAsync<JobInvalidException>(() => Follow("a", "b"));
    }

    [Fact]
    public async Task A_deleted_job_is_not_waited_for_and_is_followed_again_when_it_is_made_again()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        await Store.Jobs.Delete(await Get("b"), None);
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: b was deleted"]);
        await Advance(60);
        await Create("b");
        await EndTick("a");
        (await Outcomes("c")).Count.ShouldBe(1);
        await EndTick("b");
        (await Outcomes("c"))[1].ShouldBe("12:01 run queued");
    }

    [Fact]
    public async Task A_disabled_job_is_not_waited_for()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        await Change("b", job => job with { Enabled = false });
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: b is disabled"]);
    }

    [Fact]
    public async Task A_schedule_that_gives_a_tick_up_is_not_waited_for()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        var b = await Get("b");
        var later = Start.AddHours(6);
        await Store.Jobs.Save(new JobChange(b, b.Definition with { Schedule = "0 18 * * *" }, later, later, null, []), None);
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: b has no tick at 2026-03-01T12:00:00Z"]);
    }

    [Fact]
    public async Task A_paused_job_is_waited_for()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await Change("b", pause: _ => Pause(PausedTicks.Skip));
        await EndTick("a");
        (await Outcomes("c")).ShouldBeEmpty();
        (await Waiting("c")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_follows_no_more_records_what_it_waited_for()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        await Change("c", job => job with { Schedule = "after b" });
        (await Outcomes("c")).ShouldBe(["12:00 DependencyFailed: the job does not follow a any more"]);
        await EndTick("a");
        (await Outcomes("c")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_waits_for_less_than_before_runs()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        await Change("c", job => job with { Schedule = "after a" });
        (await Outcomes("c")).ShouldBe(["12:00 run queued"]);
    }

    [Fact]
    public async Task A_deleted_job_forgets_what_it_waited_for()
    {
        await Create("a");
        await Create("b");
        await Follow("c", "a", "b");
        await EndTick("a");
        await Store.Jobs.Delete(await Get("c"), None);
        await EndTick("b");
        (await Outcomes("c")).ShouldBeEmpty();
        (await Waiting("c")).ShouldBeEmpty();
        (await Store.Queries.Dependencies("a", 1, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ticks_of_a_disabled_job_are_recorded_as_such()
    {
        await Create("a");
        await Follow(After("c", "a") with { Enabled = false });
        await EndTick("a");
        await SkipTicks("a", 2);
        (await Outcomes("c")).ShouldBe(["12:00 Disabled: the job is disabled", "12:01-12:02 x2 Disabled: the job is disabled"]);
    }

    [Fact]
    public async Task Ticks_of_a_paused_job_are_recorded_as_such()
    {
        await Create("a");
        await Follow("c", "a");
        await Change("c", pause: _ => Pause(PausedTicks.Skip));
        await EndTick("a");
        (await Outcomes("c")).ShouldHaveSingleItem().ShouldStartWith("12:00 Paused: paused by ana");
    }

    [Theory]
    [InlineData(PausedTicks.Last, new[] { "12:00 Paused", "12:01 Paused", "12:02 run queued" })]
    [InlineData(PausedTicks.All, new[] { "12:00 Paused", "12:01 run queued", "12:02 run queued" })]
    public async Task Ticks_that_a_pause_holds_back_run_when_it_ends_within_bounds(PausedTicks ticks, string[] outcomes)
    {
        await Create("a");
        await Follow(After("c", "a") with { Misfire = MisfirePolicy.Default with { Max = 2 } });
        await Change("c", pause: _ => Pause(ticks));
        await EndTick("a");
        await EndTick("a");
        await EndTick("a");
        (await Waiting("c")).ShouldAllBe(tick => tick.Held);
        var job = await Get("c");
        await Store.Jobs.Fire([new Firing(job, [], [], null, null, null, Ahead: false)], None);
        (await Outcomes("c")).Select(text => text.Split(':', 3) is [var h, var m, _] ? $"{h}:{m}" : text).ShouldBe(outcomes);
        (await Waiting("c")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_could_have_run_too_long_ago_is_not_run_any_more()
    {
        await Create("a");
        await Follow(After("c", "a") with { Misfire = MisfirePolicy.Default with { Within = TimeSpan.FromMinutes(10) } });
        await Change("c", pause: _ => Pause(PausedTicks.All));
        await EndTick("a");
        await Advance(660);
        await Change("c", pause: _ => null);
        (await Outcomes("c")).ShouldHaveSingleItem().ShouldStartWith("12:00 Expired: it could have run since 2026-03-01T12:00:00");
    }

    private static JobPause Pause(PausedTicks ticks) => new("repairs", "ana", Start, null, ticks);
}
