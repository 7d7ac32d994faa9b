using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class LintTests
{
    private static readonly DateTimeOffset Now = Fires.At("2026-01-01T00:00Z");

    [Theory]
    [InlineData("0 9 13 * 5", "W01")]
    [InlineData("*/7 * * * *", "W02")]
    [InlineData("0 */5 * * *", "W02")]
    [InlineData("0 0 */2 * *", "W02")]
    [InlineData("0 0 31 * *", "W03")]
    [InlineData("0 0 29 2 *", "W03")]
    [InlineData("30 2 * * * in America/New_York", "W04")]
    [InlineData("30 1 * * * in America/New_York", "W04")]
    [InlineData("daily at 02:30 in America/New_York", "W04")]
    [InlineData("0 0 30 2 *", "W05")]
    [InlineData("every 2 years on 29 feb or skip at 00:00", "W05")]
    [InlineData("0 22-2 * * *", "W06")]
    [InlineData("0 9 * * FRI-MON", "W06")]
    [InlineData("* 30 9 * * *", "W07")]
    [InlineData("0 5/15 9 * * *", "W08")]
    [InlineData("0 0 0 1 1 * */4", "W09")]
    [InlineData("0 0 9 ? * 2", "W10")]
    [InlineData("* * * * * *", "W11")]
    [InlineData("every second", "W11")]
    [InlineData("*/1 * * * *", "W12")]
    [InlineData("0-59 * * * *", "W12")]
    public void A_text_that_often_means_something_else_is_warned_about(string text, string code) =>
        Schedule.Parse(text).Lint(Now).ShouldContain(w => w.Code == code);

    [Theory]
    [InlineData("*/5 * * * *")]
    [InlineData("*/5 * * * * in America/New_York")]
    [InlineData("0 9 * * MON-FRI")]
    [InlineData("0 9 * * 5-7")]
    [InlineData("0 9 13 * +5")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 31 1,3 *")]
    [InlineData("0 0 9 ? * MON")]
    [InlineData("0 9 1 JAN,NOV *")]
    [InlineData("@daily")]
    [InlineData("daily at 04:00 in America/New_York")]
    [InlineData("every 5 minutes in America/New_York")]
    [InlineData("monthly on day 31 or skip at 04:00")]
    [InlineData("after extract")]
    [InlineData("manual")]
    public void A_plain_text_raises_no_warning(string text) => Schedule.Parse(text).Lint(Now).ShouldBeEmpty();

    [Fact]
    public void The_dates_of_the_next_two_years_are_named()
    {
        var warning = Schedule.Parse("30 2 * * * in America/New_York").Lint(Now).ShouldHaveSingleItem();

        warning.Message.ShouldContain("2026-03-08 (skipped) and 2027-03-14 (skipped)");
    }

    [Fact]
    public void A_run_that_the_gap_policy_drops_is_warned_about_as_well() =>
        Schedule.Parse("30 2 * * * in America/New_York", new() { Gap = GapPolicy.Skip }).Lint(Now).ShouldContain(w => w.Code == "W04");

    [Fact]
    public void A_calendar_that_leaves_nothing_is_warned_about()
    {
        var options = new ScheduleOptions { Calendars = [Calendar.DaysOff("weekends", DayOfWeek.Sunday)] };

        Schedule.Parse("0 9 * * SUN", options).Lint(Now).ShouldContain(w => w.Code == "W05" && w.Message.Contains("calendars", StringComparison.Ordinal));
    }

    [Fact]
    public void Warnings_come_in_the_order_of_their_codes() =>
        Schedule.Parse("*/7 22-2 31 * 5").Lint(Now).Select(w => w.Code).ShouldBe(["W01", "W02", "W03", "W06"]);
}
