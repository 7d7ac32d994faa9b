using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>Days, weeks, months and years at times of day; the clock time stays through offset changes.</summary>
public sealed class CalendarTimesTests
{
    public static TheoryData<string, string, string> Nexts { get; } = new()
    {
        { "daily at 02:00, 14:00", "2026-01-01T02:00Z", "2026-01-01T14:00 2026-01-02T02:00 2026-01-02T14:00" },
        { "every 2 days", "2001-01-01T00:00Z", "2001-01-03T00:00 2001-01-05T00:00 2001-01-07T00:00" },
        { "every 3 days from 2026-01-01T09:30", "2026-01-01T00:00Z", "2026-01-01T09:30 2026-01-04T09:30" },
        { "every week", "2026-01-01T00:00Z", "2026-01-05T00:00 2026-01-12T00:00" },
        { "weekly on friday, monday at 08:00", "2026-01-01T00:00Z", "2026-01-02T08:00 2026-01-05T08:00 2026-01-09T08:00" },
        { "every weekday at 09:00", "2026-01-02T09:00Z", "2026-01-05T09:00 2026-01-06T09:00" },
        { "every 2 weeks on monday, sunday at 08:00", "2001-01-01T00:00Z", "2001-01-01T08:00 2001-01-07T08:00 2001-01-15T08:00 2001-01-21T08:00" },
        { "monthly on day 31 or last at 03:00", "2026-01-01T00:00Z", "2026-01-31T03:00 2026-02-28T03:00 2026-03-31T03:00 2026-04-30T03:00" },
        { "monthly on day 31 or skip at 03:00", "2026-01-01T00:00Z", "2026-01-31T03:00 2026-03-31T03:00 2026-05-31T03:00" },
        { "monthly on day 30, 31 or last at 03:00", "2026-02-01T00:00Z", "2026-02-28T03:00 2026-03-30T03:00 2026-03-31T03:00" },
        { "monthly on the last day at 03:00", "2028-02-01T00:00Z", "2028-02-29T03:00 2028-03-31T03:00" },
        { "monthly on day -3 at 03:00", "2026-02-01T00:00Z", "2026-02-26T03:00 2026-03-29T03:00" },
        { "monthly on the second tuesday at 10:00", "2026-01-01T00:00Z", "2026-01-13T10:00 2026-02-10T10:00 2026-03-10T10:00" },
        { "monthly on the fifth friday at 10:00", "2026-01-01T00:00Z", "2026-01-30T10:00 2026-05-29T10:00 2026-07-31T10:00" },
        { "monthly on the last friday at 10:00", "2026-01-01T00:00Z", "2026-01-30T10:00 2026-02-27T10:00" },
        { "monthly on the last weekday at 10:00", "2026-01-01T00:00Z", "2026-01-30T10:00 2026-02-27T10:00 2026-03-31T10:00" },
        { "monthly on the first weekday at 10:00", "2026-01-01T10:00Z", "2026-02-02T10:00 2026-03-02T10:00 2026-04-01T10:00" },
        { "every 3 months on day 31 or last at 00:00", "2001-01-01T00:00Z", "2001-01-31T00:00 2001-04-30T00:00 2001-07-31T00:00" },
        { "yearly on 29 feb or last at 00:00", "2026-01-01T00:00Z", "2026-02-28T00:00 2027-02-28T00:00 2028-02-29T00:00" },
        { "yearly on 29 feb or skip at 00:00", "2096-03-01T00:00Z", "2104-02-29T00:00 2108-02-29T00:00" },
        { "every 2 years on 1 mar at 12:00", "2001-01-01T00:00Z", "2001-03-01T12:00 2003-03-01T12:00" },
        { "once at 2026-12-01T09:00:00Z", "2026-01-01T00:00Z", "2026-12-01T09:00" },
        { "every 15 minutes from 08:00 to 09:00 on weekdays", "2026-01-02T08:20Z", "2026-01-02T08:30 2026-01-02T08:45 2026-01-02T09:00 2026-01-05T08:00" },
        { "every 25 minutes from 08:00 to 09:00", "2026-01-02T08:20Z", "2026-01-02T08:25 2026-01-02T08:50 2026-01-03T08:00" },
        { "every 4 hours from 22:00 to 06:00 on saturday", "2026-01-02T00:00Z", "2026-01-03T22:00 2026-01-04T02:00 2026-01-04T06:00 2026-01-10T22:00" },
        { "every 6 hours from 12:00 to 24:00", "2026-01-02T00:00Z", "2026-01-02T12:00 2026-01-02T18:00 2026-01-03T12:00" },
        { "every 12 hours on sunday", "2026-01-02T00:00Z", "2026-01-04T00:00 2026-01-04T12:00 2026-01-11T00:00" },
    };

    [Theory]
    [MemberData(nameof(Nexts))]
    public void Fires_follow_in_order(string text, string after, string fires)
    {
        var expected = fires.Split(' ');
        Schedule.Parse(text).Utc(after, expected.Length).ShouldBe(expected);
    }

    [Fact]
    public void After_the_one_run_of_once_there_is_none() =>
        Schedule.Parse("once at 2026-12-01T09:00:00Z").Next(Fires.At("2026-12-01T09:00Z")).ShouldBeNull();

    [Fact]
    public void Every_twelfth_month_is_January_and_has_a_31st() =>
        Schedule.Parse("every 12 months on day 31 or skip at 00:00").NeverFires.ShouldBeFalse();

    [Fact]
    public void The_leap_day_of_odd_years_never_fires() =>
        Schedule.Parse("every 2 years on 29 feb or skip at 00:00").NeverFires.ShouldBeTrue();

    [Theory]
    [InlineData("manual")]
    [InlineData("after extract")]
    [InlineData("@reboot")]
    public void What_no_clock_starts_has_no_fires_and_is_not_called_never(string text)
    {
        var schedule = Schedule.Parse(text);

        schedule.Next(DateTimeOffset.UnixEpoch).ShouldBeNull();
        schedule.Previous(DateTimeOffset.MaxValue).ShouldBeNull();
        schedule.NeverFires.ShouldBeFalse();
    }

    [Fact]
    public void The_jobs_that_are_waited_for_are_listed() =>
        Schedule.Parse("after extract, load").After.ShouldBe(["extract", "load"]);
}
