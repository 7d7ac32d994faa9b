using Belfry.Schedules;

namespace Belfry.Tests.Schedules.Texts;

public sealed class CanonicalTextTests
{
    public static TheoryData<string, string, ScheduleKind> Texts { get; } = new()
    {
        { "  0  2 * *   MON-FRI ", "0 2 * * 1-5", ScheduleKind.Cron },
        { "@daily", "0 0 * * *", ScheduleKind.Cron },
        { "0 2 * * * in America/New_York", "0 2 * * * in America/New_York", ScheduleKind.Cron },
        { "every 5 minutes", "every 5 minutes", ScheduleKind.Interval },
        { "Every 5 MIN", "every 5 minutes", ScheduleKind.Interval },
        { "every 5m", "every 5 minutes", ScheduleKind.Interval },
        { "every 1h30m", "every 90 minutes", ScheduleKind.Interval },
        { "every 1 hour 30 minutes", "every 90 minutes", ScheduleKind.Interval },
        { "every 3600 seconds", "every hour", ScheduleKind.Interval },
        { "hourly", "every hour", ScheduleKind.Interval },
        { "every minute", "every minute", ScheduleKind.Interval },
        { "every 90 seconds", "every 90 seconds", ScheduleKind.Interval },
        { "@every 1h30m", "every 90 minutes", ScheduleKind.Interval },
        { "@every 1d", "every 24 hours", ScheduleKind.Interval },
        { "every 2 hours from 2026-01-01T09:00:00Z", "every 2 hours from 2026-01-01T09:00:00Z", ScheduleKind.Interval },
        { "every 2 hours from 2026-01-01T09:00 in Europe/Paris", "every 2 hours from 2026-01-01T08:00:00Z in Europe/Paris", ScheduleKind.Interval },
        { "every 2 days", "every 2 days", ScheduleKind.CalendarInterval },
        { "every 14 days", "every 2 weeks", ScheduleKind.CalendarInterval },
        { "every day", "every day", ScheduleKind.CalendarInterval },
        { "every 2 days at 09:00", "every 2 days at 09:00", ScheduleKind.CalendarInterval },
        { "every 3 days from 2026-01-01T09:00", "every 3 days from 2026-01-01T09:00:00", ScheduleKind.CalendarInterval },
        { "every day at 9am", "daily at 09:00", ScheduleKind.Daily },
        { "daily at 14:00, 02:00, 14:00", "daily at 02:00, 14:00", ScheduleKind.Daily },
        { "daily at 02:00:30", "daily at 02:00:30", ScheduleKind.Daily },
        { "daily", "daily at 00:00", ScheduleKind.Daily },
        { "every weekday at 09:00", "every weekday at 09:00", ScheduleKind.Weekly },
        { "weekly on monday, tue, wed, thu and friday at 9:00", "every weekday at 09:00", ScheduleKind.Weekly },
        { "weekly on friday, monday at 08:00", "weekly on monday, friday at 08:00", ScheduleKind.Weekly },
        { "every monday at 12:30pm", "weekly on monday at 12:30", ScheduleKind.Weekly },
        { "every 2 weeks on monday at 08:00", "every 2 weeks on monday at 08:00", ScheduleKind.Weekly },
        { "weekly", "weekly on monday at 00:00", ScheduleKind.Weekly },
        { "monthly on day 1 at 03:00", "monthly on day 1 at 03:00", ScheduleKind.Monthly },
        { "monthly on day 15, 1 at 03:00", "monthly on day 1, day 15 at 03:00", ScheduleKind.Monthly },
        { "monthly on day 31 or last at 03:00", "monthly on day 31 or last at 03:00", ScheduleKind.Monthly },
        { "monthly on day 31 or skip at 03:00", "monthly on day 31 or skip at 03:00", ScheduleKind.Monthly },
        { "monthly on day 1 or last at 03:00", "monthly on day 1 at 03:00", ScheduleKind.Monthly },
        { "monthly on the last day at 03:00", "monthly on the last day at 03:00", ScheduleKind.Monthly },
        { "monthly on day -1 at 03:00", "monthly on the last day at 03:00", ScheduleKind.Monthly },
        { "monthly on day -2 at 03:00", "monthly on day -2 at 03:00", ScheduleKind.Monthly },
        { "every month on the last weekday at 5pm", "monthly on the last weekday at 17:00", ScheduleKind.Monthly },
        { "monthly on the second tuesday at 10:00", "monthly on the second tuesday at 10:00", ScheduleKind.Monthly },
        { "monthly on the 15th at 10:00", "monthly on day 15 at 10:00", ScheduleKind.Monthly },
        { "every 3 months on day 1 at 00:00", "every 3 months on day 1 at 00:00", ScheduleKind.Monthly },
        { "monthly", "monthly on day 1 at 00:00", ScheduleKind.Monthly },
        { "yearly on 29 feb or last at 00:00", "yearly on 29 feb or last at 00:00", ScheduleKind.Yearly },
        { "yearly on february 29th or skip at 00:00", "yearly on 29 feb or skip at 00:00", ScheduleKind.Yearly },
        { "yearly on 24 dec at 18:00", "yearly on 24 dec at 18:00", ScheduleKind.Yearly },
        { "every 4 years on 1 jan at 00:00", "every 4 years on 1 jan at 00:00", ScheduleKind.Yearly },
        { "once at 2026-12-01T09:00:00Z", "once at 2026-12-01T09:00:00Z", ScheduleKind.Once },
        { "once at 2026-12-01T09:00+02:00", "once at 2026-12-01T07:00:00Z", ScheduleKind.Once },
        { "once at 2026-12-01 09:00 in Europe/Paris", "once at 2026-12-01T09:00:00 in Europe/Paris", ScheduleKind.Once },
        { "every 15 minutes from 08:00 to 17:00 on weekdays", "every 15 minutes from 08:00 to 17:00 on weekdays", ScheduleKind.Window },
        { "every 15 minutes from 8am to 5pm in Asia/Tokyo", "every 15 minutes from 08:00 to 17:00 in Asia/Tokyo", ScheduleKind.Window },
        { "every 2 hours from 22:00 to 06:00 on saturday", "every 2 hours from 22:00 to 06:00 on saturday", ScheduleKind.Window },
        { "every 10 minutes on weekends", "every 10 minutes on weekends", ScheduleKind.Window },
        { "every 10 minutes from 12:00 to 24:00", "every 10 minutes from 12:00 to 24:00", ScheduleKind.Window },
        { "after extract-data, load/orders", "after extract-data, load/orders", ScheduleKind.After },
        { "manual", "manual", ScheduleKind.Manual },
        { "@reboot", "@reboot", ScheduleKind.Startup },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_printed_in_its_canonical_form(string text, string canonical, ScheduleKind kind)
    {
        var schedule = Schedule.Parse(text);

        schedule.ToString().ShouldBe(canonical);
        schedule.Kind.ShouldBe(kind);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Parsing_the_printed_text_gives_an_equal_schedule(string text, string canonical, ScheduleKind kind)
    {
        var schedule = Schedule.Parse(text);
        var again = Schedule.Parse(canonical);

        again.ShouldBe(schedule);
        again.GetHashCode().ShouldBe(schedule.GetHashCode());
        again.Kind.ShouldBe(kind);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_printed_text_fires_at_the_same_instants(string text, string canonical, ScheduleKind kind)
    {
        _ = kind;
        Schedule.Parse(canonical).Utc("2026-02-20T00:00Z", 20).ShouldBe(Schedule.Parse(text).Utc("2026-02-20T00:00Z", 20));
    }

    [Fact]
    public void A_zone_in_the_text_overrules_the_option()
    {
        var options = new ScheduleOptions { Zone = "Europe/Paris" };

        Schedule.Parse("daily at 02:00", options).Zone.ShouldBe("Europe/Paris");
        Schedule.Parse("daily at 02:00 in Asia/Tokyo", options).Zone.ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public void UTC_is_printed_where_the_options_name_another_zone()
    {
        var options = new ScheduleOptions { Zone = "Europe/Paris" };
        var schedule = Schedule.Parse("daily at 02:00 in UTC", options);

        schedule.ToString().ShouldBe("daily at 02:00 in UTC");
        Schedule.Parse(schedule.ToString(), options).ShouldBe(schedule);
    }

    [Fact]
    public void A_Windows_zone_id_becomes_its_IANA_id() =>
        Schedule.Parse("daily at 02:00 in Eastern Standard Time").ToString().ShouldBe("daily at 02:00 in America/New_York");

    [Fact]
    public void Schedules_with_other_options_are_not_equal()
    {
        var plain = Schedule.Parse("daily at 02:00");

        Schedule.Parse("daily at 02:00", new() { Gap = GapPolicy.Skip }).ShouldNotBe(plain);
        Schedule.Parse("daily at 02:00 in Europe/Paris").ShouldNotBe(plain);
    }
}
