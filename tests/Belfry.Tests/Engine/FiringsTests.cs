using Belfry.Engine;
using Belfry.Storage;
using Belfry.Tests.Jobs;
using Belfry.Tests.Policies;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Engine;

public sealed class FiringsTests
{
    [Fact]
    public void A_tick_that_is_to_come_is_planned_ahead()
    {
        var firing = Plan(Some.Job(next: "10:00"), "09:59:59.6")!;
        Told(firing).ShouldBe("run 10:00, next 11:00");
        firing.Ahead.ShouldBeTrue();
    }

    [Fact]
    public void A_tick_that_is_due_is_planned_as_it_is()
    {
        var firing = Plan(Some.Job(next: "10:00"), "10:00")!;
        Told(firing).ShouldBe("run 10:00, next 11:00");
        firing.Ahead.ShouldBeFalse();
    }

    [Fact]
    public void A_job_that_is_off_or_has_no_tick_plans_nothing()
    {
        Plan(Some.Job(next: "10:00").Disabled(), "10:30").ShouldBeNull();
        Plan(Some.Job(next: null), "10:30").ShouldBeNull();
    }

    [Fact]
    public void A_paused_job_plans_nothing_until_its_end()
    {
        Plan(Some.Job(next: "10:00").Paused(), "10:30").ShouldBeNull();
        Plan(Some.Job(next: "10:00").Paused(Some.Pause(until: "12:00")), "11:59:59.9").ShouldBeNull();
    }

    [Fact]
    public void The_end_of_a_pause_settles_what_it_held_back() =>
        Told(Plan(Some.Job(next: "10:00").Paused(Some.Pause(until: "11:30")), "11:30")!)
            .ShouldBe("paused 10:00-11:00, next 12:00");

    [Fact]
    public void A_tick_in_the_instant_a_pause_ends_is_not_held_back() =>
        Told(Plan(Some.Job(next: "10:00").Paused(Some.Pause(until: "12:00")), "12:00:00.3")!)
            .ShouldBe("paused 10:00-11:00, run 12:00, next 13:00");

    [Fact]
    public void Ticks_that_nobody_fired_after_a_pause_are_misfires_and_no_part_of_it() =>
        Told(Plan(Some.Job(next: "10:00").Paused(Some.Pause(until: "11:30")), "14:30")!)
            .ShouldBe("paused 10:00-11:00, misfire 12:00-13:00, run 14:00, next 15:00");

    [Fact]
    public void A_pause_that_ended_before_the_next_tick_holds_back_nothing()
    {
        var firing = Plan(Some.Job(next: "10:00").Paused(Some.Pause(until: "09:30")), "09:30")!;
        Told(firing).ShouldBe("next 10:00");
        firing.Pause.ShouldBeNull();
        firing.FireAt.ShouldBe(Clock("10:00"));
    }

    [Theory]
    [InlineData(PausedTicks.Last, "paused 10:00, run 11:00, next 12:00")]
    [InlineData(PausedTicks.All, "run 10:00, run 11:00, next 12:00")]
    public void Resuming_before_the_end_settles_up_to_now(PausedTicks ticks, string told)
    {
        var job = Some.Job(next: "10:00").Paused(Some.Pause(ticks, until: "18:00"));
        Told(Firings.Resume(job, job.Definition.ParseSchedule(), Clock("11:00"))).ShouldBe(told);
    }

    [Fact]
    public void Each_run_has_the_id_of_its_tick_and_starts_after_its_jitter()
    {
        var job = Some.Job(next: "10:00");
        job = job with { Definition = job.Definition with { Jitter = TimeSpan.FromMinutes(5) } };
        var run = Plan(job, "10:00")!.Runs.Single();
        run.Id.ShouldBe(Belfry.Runs.RunId.ForTick("report", Clock("10:00")));
        run.AvailableAt.ShouldBeInRange(Clock("10:00"), Clock("10:05"));
        run.AvailableAt.ShouldBe(Plan(job, "10:00:20")!.Runs.Single().AvailableAt);
    }

    private static Firing? Plan(JobRecord job, string now) => Firings.Plan(job, job.Definition.ParseSchedule(), Clock(now));

    private static string Told(Firing firing) => string.Join(", ",
    [
        .. firing.Skips.Select(skip => PlanText.Of(skip).Split(" x")[0]),
        .. firing.Runs.Select(run => $"run {PlanText.Of(run.Due)}"),
        $"next {PlanText.Of(firing.NextDue!.Value)}",
    ]);
}
