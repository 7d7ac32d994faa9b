using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class CalendarTextTests
{
    [Theory]
    [InlineData("dates 2026-12-26, 2026-12-25", "dates 2026-12-25, 2026-12-26")]
    [InlineData("yearly dec 25, 1 jan", "yearly 1 jan, 25 dec")]
    [InlineData("weekly sunday and saturday", "weekly saturday, sunday")]
    [InlineData("ranges 2026-08-01 to 2026-08-21, 2026-12-24 to 2027-01-02", "ranges 2026-08-01 to 2026-08-21, 2026-12-24 to 2027-01-02")]
    [InlineData("times 21:00 to 05:00", "times 00:00 to 05:00, 21:00 to 24:00")]
    [InlineData("cron * 12 * * MON-FRI", "cron * 12 * * 1-5")]
    [InlineData("any of (weekly sunday) (dates 2026-12-25)", "any of (weekly sunday) (dates 2026-12-25)")]
    [InlineData("not (all of (weekly sunday) (cron * 12 * * *))", "not (all of (weekly sunday) (cron * 12 * * *))")]
    public void A_calendar_is_read_from_its_definition(string text, string definition)
    {
        Calendar.TryParse("off", text, out var calendar, out _).ShouldBeTrue();
        calendar!.Definition.ShouldBe(definition);

        Calendar.TryParse("off", definition, out var again, out _).ShouldBeTrue();
        again.ShouldBe(calendar);
    }

    [Theory]
    [InlineData("", "SCHEDULE_EXPECTED", 0)]
    [InlineData("wekly sunday", "SCHEDULE_UNKNOWN_WORD", 0)]
    [InlineData("weekly someday", "SCHEDULE_UNKNOWN_WORD", 7)]
    [InlineData("dates 2026-02-30", "SCHEDULE_UNKNOWN_WORD", 6)]
    [InlineData("yearly 30 feb", "SCHEDULE_BAD_DATE", 7)]
    [InlineData("ranges 2026-08-21 to 2026-08-01", "SCHEDULE_BAD_WINDOW", 7)]
    [InlineData("times 21:00 to 25:00", "SCHEDULE_BAD_TIME", 15)]
    [InlineData("times 21:00 to 23:00 daily", "SCHEDULE_TRAILING", 21)]
    [InlineData("cron 60 * * * *", "CRON_OUT_OF_RANGE", 5)]
    [InlineData("any of (weekly sunday) weekly monday", "SCHEDULE_UNKNOWN_WORD", 23)]
    [InlineData("any of (weekly sunday) (weekly mondy)", "SCHEDULE_UNKNOWN_WORD", 31)]
    [InlineData("any of (weekly sunday", "SCHEDULE_UNKNOWN_WORD", 7)]
    public void A_wrong_definition_is_refused_where_it_is_wrong(string text, string code, int position)
    {
        Calendar.TryParse("off", text, out var calendar, out var error).ShouldBeFalse();

        calendar.ShouldBeNull();
        (error!.Code, error.Position).ShouldBe((code, position));
    }
}
