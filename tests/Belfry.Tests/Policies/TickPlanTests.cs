using Belfry.Policies;
using Belfry.Schedules;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies;

public sealed class TickPlanTests
{
    private const string Hourly = "0 * * * *";

    [Theory]
    [InlineData("08:00", "08:00:00", "run 08:00, next 09:00")]
    [InlineData("08:00", "08:00:59", "run 08:00, next 09:00")]
    [InlineData("08:00", "08:01:00", "run 08:00, next 09:00")]
    public void A_tick_up_to_a_minute_late_is_on_time_under_every_rule(string cursor, string now, string plan)
    {
        foreach (var rule in Enum.GetValues<MisfireRule>())
        {
            Plan(Hourly, rule, cursor, now).ShouldBe(plan);
        }
    }

    [Theory]
    [InlineData("08:01:00.001", "misfire 08:00 x1, next 09:00")]
    [InlineData("08:30", "misfire 08:00 x1, next 09:00")]
    [InlineData("10:30", "misfire 08:00-10:00 x3, next 11:00")]
    public void Skip_runs_no_tick_that_is_late(string now, string plan) =>
        Plan(Hourly, MisfireRule.Skip, "08:00", now).ShouldBe(plan);

    [Theory]
    [InlineData("10:00:00", "misfire 08:00-09:00 x2, run 10:00, next 11:00")]
    [InlineData("10:00:30.5", "misfire 08:00-09:00 x2, run 10:00, next 11:00")]
    [InlineData("10:01:00", "misfire 08:00-09:00 x2, run 10:00, next 11:00")]
    [InlineData("10:01:00.001", "misfire 08:00-10:00 x3, next 11:00")]
    public void Skip_still_runs_the_tick_that_is_on_time(string now, string plan) =>
        Plan(Hourly, MisfireRule.Skip, "08:00", now).ShouldBe(plan);

    [Fact]
    public void Skip_runs_every_tick_that_is_on_time() =>
        Plan("*/20 * * * * *", MisfireRule.Skip, "08:00", "08:02:10")
            .ShouldBe("misfire 08:00-08:01 x4, run 08:01:20, run 08:01:40, run 08:02, next 08:02:20");

    [Theory]
    [InlineData("08:30", "run 08:00, next 09:00")]
    [InlineData("09:00", "misfire 08:00 x1, run 09:00 (+1 from 08:00), next 10:00")]
    [InlineData("11:30", "misfire 08:00-10:00 x3, run 11:00 (+3 from 08:00), next 12:00")]
    public void Last_runs_the_newest_and_tells_it_what_it_stands_for(string now, string plan) =>
        Plan(Hourly, MisfireRule.Last, "08:00", now).ShouldBe(plan);

    [Theory]
    [InlineData(100, "run 08:00, run 09:00, run 10:00, run 11:00, next 12:00")]
    [InlineData(4, "run 08:00, run 09:00, run 10:00, run 11:00, next 12:00")]
    [InlineData(3, "misfire 08:00 x1, run 09:00, run 10:00, run 11:00, next 12:00")]
    [InlineData(1, "misfire 08:00-10:00 x3, run 11:00, next 12:00")]
    public void All_runs_the_newest_up_to_its_bound_oldest_first(int max, string plan) =>
        Plan(Hourly, MisfireRule.All, "08:00", "11:30", max).ShouldBe(plan);

    [Theory]
    [InlineData(MisfireRule.Last, "expired 08:00-09:00 x2, misfire 10:00 x1, run 11:00 (+3 from 08:00), next 12:00")]
    [InlineData(MisfireRule.All, "expired 08:00-09:00 x2, run 10:00, run 11:00, next 12:00")]
    [InlineData(MisfireRule.Skip, "expired 08:00-09:00 x2, misfire 10:00-11:00 x2, next 12:00")]
    public void What_is_too_old_expires_under_every_rule(MisfireRule rule, string plan) =>
        Plan(Hourly, rule, "08:00", "11:30", within: TimeSpan.FromHours(2)).ShouldBe(plan);

    [Theory]
    [InlineData("09:00:00", "run 08:00, next 09:05")]
    [InlineData("09:00:00.001", "expired 08:00 x1, next 09:05")]
    public void A_tick_exactly_as_old_as_allowed_has_not_expired(string now, string plan) =>
        Plan("every 65 minutes from 2026-05-04T08:00:00Z", MisfireRule.Last, "08:00", now, within: TimeSpan.FromHours(1)).ShouldBe(plan);

    [Theory]
    [InlineData(MisfireRule.Last)]
    [InlineData(MisfireRule.All)]
    [InlineData(MisfireRule.Skip)]
    public void Nothing_is_run_when_everything_is_too_old(MisfireRule rule) =>
        Plan("daily at 02:00", rule, "2026-05-01T02:00:00Z", "10:00", within: TimeSpan.FromHours(6))
            .ShouldBe("expired 2026-05-01T02:00Z-02:00 x4, next 2026-05-05T02:00Z");

    [Theory]
    [InlineData(MisfireRule.Last)]
    [InlineData(MisfireRule.All)]
    [InlineData(MisfireRule.Skip)]
    public void A_cursor_after_now_stays_where_it_is(MisfireRule rule) =>
        Plan(Hourly, rule, "2026-06-01T09:00:00Z", "08:30").ShouldBe("next 2026-06-01T09:00Z");

    [Theory]
    [InlineData(MisfireRule.Last, "run 2025-01-01T08:00Z, ended")]
    [InlineData(MisfireRule.All, "run 2025-01-01T08:00Z, ended")]
    [InlineData(MisfireRule.Skip, "misfire 2025-01-01T08:00Z x1, ended")]
    public void A_one_off_does_not_expire(MisfireRule rule, string plan) =>
        Plan("once at 2025-01-01T08:00:00Z", rule, "2025-01-01T08:00:00Z", "10:00").ShouldBe(plan);

    [Theory]
    [InlineData("09:00:10", "misfire 08:00 x1, run 09:00 (+1 from 08:00), next 10:00")]
    [InlineData("10:00:10", "misfire 08:00-09:00 x2, run 10:00 (+2 from 08:00), ended")]
    [InlineData("15:00", "misfire 08:00-09:00 x2, run 10:00 (+2 from 08:00), ended")]
    public void A_schedule_that_ends_leaves_no_cursor(string now, string plan) =>
        PlanText.Of(TickPlan.Due(
            Schedule.Parse(Hourly, new ScheduleOptions { End = Clock("10:59:00") }), MisfirePolicy.Default, Clock("08:00"), Clock(now)))
            .ShouldBe(plan);

    [Fact]
    public void Ticks_that_an_offset_change_doubles_are_counted_one_by_one() =>
        Plan("*/30 * * * * in Europe/Berlin", MisfireRule.Last, "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z")
            .ShouldBe("misfire 2026-10-25T00:00Z-2026-10-25T01:30Z x4, run 2026-10-25T02:00Z (+4 from 2026-10-25T00:00Z), next 2026-10-25T02:30Z");

    [Fact]
    public void Each_skip_says_why_in_a_sentence()
    {
        var policy = new MisfirePolicy(MisfireRule.Skip, 100, TimeSpan.FromHours(2));
        var plan = TickPlan.Due(Schedule.Parse(Hourly), policy, Clock("08:00"), Clock("11:30"));
        plan.Skips.Select(skip => skip.Detail).ShouldBe(
        [
            "older than 2h when the scheduler came back at 2026-05-04T11:30:00Z",
            "not fired until 2026-05-04T11:30:00Z; the misfire policy is skip",
        ]);
    }

    private static string Plan(
        string schedule, MisfireRule rule, string cursor, string now, int max = 100, TimeSpan? within = null) =>
        PlanText.Of(TickPlan.Due(
            Schedule.Parse(schedule),
            new MisfirePolicy(rule, max, within ?? TimeSpan.FromDays(1)),
            Clock(cursor),
            Clock(now)));
}
