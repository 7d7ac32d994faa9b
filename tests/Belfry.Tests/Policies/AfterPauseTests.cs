using Belfry.Policies;
using Belfry.Schedules;
using Belfry.Storage;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies;

public sealed class AfterPauseTests
{
    private const string Hourly = "0 * * * *";

    [Theory]
    [InlineData(PausedTicks.Skip, "paused 08:00-11:00 x4, next 12:00")]
    [InlineData(PausedTicks.Last, "paused 08:00-10:00 x3, run 11:00, next 12:00")]
    [InlineData(PausedTicks.All, "run 08:00, run 09:00, run 10:00, run 11:00, next 12:00")]
    public void The_choice_made_when_it_began_decides(PausedTicks ticks, string plan) =>
        Plan(ticks, MisfirePolicy.Default, "08:00", "11:30").ShouldBe(plan);

    [Theory]
    [InlineData(PausedTicks.Skip, "paused 08:00 x1, next 09:00")]
    [InlineData(PausedTicks.Last, "run 08:00, next 09:00")]
    [InlineData(PausedTicks.All, "run 08:00, next 09:00")]
    public void One_tick_held_back_is_one_tick(PausedTicks ticks, string plan) =>
        Plan(ticks, MisfirePolicy.Default, "08:00", "08:00").ShouldBe(plan);

    [Theory]
    [InlineData(PausedTicks.Skip)]
    [InlineData(PausedTicks.Last)]
    [InlineData(PausedTicks.All)]
    public void A_pause_that_held_back_nothing_moves_nothing(PausedTicks ticks) =>
        Plan(ticks, MisfirePolicy.Default, "12:00", "11:30").ShouldBe("next 12:00");

    [Fact]
    public void All_is_bounded_by_the_misfire_policy() =>
        Plan(PausedTicks.All, new MisfirePolicy(MisfireRule.Skip, 2, TimeSpan.FromDays(1)), "08:00", "11:30")
            .ShouldBe("paused 08:00-09:00 x2, run 10:00, run 11:00, next 12:00");

    [Theory]
    [InlineData(PausedTicks.All)]
    [InlineData(PausedTicks.Last)]
    public void What_is_too_old_is_not_run_after_a_pause_either(PausedTicks ticks) =>
        Plan(ticks, new MisfirePolicy(MisfireRule.All, 100, TimeSpan.FromMinutes(20)), "08:00", "11:30")
            .ShouldBe("paused 08:00-11:00 x4, next 12:00");

    [Fact]
    public void The_skip_tells_of_the_pause()
    {
        var plan = TickPlan.AfterPause(
            Schedule.Parse(Hourly), MisfirePolicy.Default, PausedTicks.Skip, Clock("08:00"), Clock("09:30"), "paused by ada: audit");
        plan.Skips.Single().Detail.ShouldBe("paused by ada: audit");
    }

    private static string Plan(PausedTicks ticks, MisfirePolicy policy, string cursor, string now) =>
        PlanText.Of(TickPlan.AfterPause(Schedule.Parse(Hourly), policy, ticks, Clock(cursor), Clock(now), "paused"));
}
