using System.Diagnostics;
using Belfry.Policies;
using Belfry.Schedules;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies;

/// <summary>Long outages of busy schedules: the plan stays small, and making it stays cheap.</summary>
public sealed class TickPlanOutageTests
{
    // Planning reads no clock, so its cost is all it can spend; a second is a hundred times what it needs.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_week_without_a_scheduler_is_two_spans_and_one_run() =>
        Plan("* * * * * *", new MisfirePolicy(MisfireRule.Last, 100, TimeSpan.FromDays(1)), "2026-04-27T08:00:00Z", "08:00")
            .ShouldBe(
                "expired 2026-04-27T08:00Z-2026-05-03T07:59:59Z x518400, "
                + "misfire 2026-05-03T08:00Z-07:59:59 x86400, run 08:00 (+604800 from 2026-04-27T08:00Z), next 08:00:01");

    [Fact]
    public void All_makes_no_more_runs_than_its_bound()
    {
        var plan = TickPlan.Due(
            Schedule.Parse("* * * * * *"), new MisfirePolicy(MisfireRule.All, 1_000, TimeSpan.FromDays(30)), Clock("2026-04-27T08:00:00Z"), Clock("08:00"));
        plan.Run.Count.ShouldBe(1_000);
        plan.Run.Select(tick => tick.Due).ShouldBeInOrder();
        plan.Skips.Sum(skip => skip.Count).ShouldBe((7 * 86_400) + 1 - 1_000);
    }

    [Fact]
    public void All_makes_no_more_runs_than_its_bound_after_a_short_sleep_either() =>
        Plan("* * * * * *", new MisfirePolicy(MisfireRule.All, 3, TimeSpan.FromDays(1)), "08:00:00", "08:00:30")
            .ShouldBe("misfire 08:00-08:00:27 x28, run 08:00:28, run 08:00:29, run 08:00:30, next 08:00:31");

    [Theory]
    [InlineData(MisfireRule.Skip)]
    [InlineData(MisfireRule.Last)]
    [InlineData(MisfireRule.All)]
    public void Ten_years_of_seconds_are_counted_up_to_the_limit_and_cost_little(MisfireRule rule)
    {
        var watch = Stopwatch.StartNew();
        var plan = TickPlan.Due(
            Schedule.Parse("* * * * * *"), new MisfirePolicy(rule, 1_000, TimeSpan.FromDays(3650)), Clock("2017-01-01T00:00:00Z"), Clock("08:00"));
        watch.Elapsed.ShouldBeLessThan(Enough);
        plan.Skips.Count.ShouldBe(1);
        plan.Skips[0].Count.ShouldBeInRange(TickPlan.CountLimit, TickPlan.CountLimit + 1);
        plan.NextDue.ShouldBe(Clock("08:00:01"));
    }

    private static string Plan(string schedule, MisfirePolicy policy, string cursor, string now)
    {
        var watch = Stopwatch.StartNew();
        var plan = TickPlan.Due(Schedule.Parse(schedule), policy, Clock(cursor), Clock(now));
        watch.Elapsed.ShouldBeLessThan(Enough);
        return PlanText.Of(plan);
    }
}
