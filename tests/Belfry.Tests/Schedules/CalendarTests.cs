using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class CalendarTests
{
    private static readonly Calendar Weekends = Calendar.DaysOff("weekends", DayOfWeek.Saturday, DayOfWeek.Sunday);

    // 25 December 2026 is a Friday, 1 January 2027 as well.
    private static readonly Calendar Holidays = Calendar.Yearly("holidays", (12, 25), (12, 26), (1, 1));

    [Fact]
    public void A_list_of_dates_takes_out_whole_days() =>
        Next("daily at 09:00", "2026-05-01T00:00Z", 2, Calendar.Dates("strike", new(2026, 5, 1), new DateOnly(2026, 5, 3)))
            .ShouldBe(["2026-05-02T09:00", "2026-05-04T09:00"]);

    [Fact]
    public void Yearly_dates_take_out_the_same_days_every_year() =>
        Next("yearly on 25 dec at 09:00", "2026-01-01T00:00Z", 1, Holidays).ShouldBeEmpty();

    [Fact]
    public void Days_off_take_out_days_of_the_week() =>
        Next("0 9 * * *", "2026-01-02T09:00Z", 2, Weekends).ShouldBe(["2026-01-05T09:00", "2026-01-06T09:00"]);

    [Fact]
    public void Ranges_of_dates_take_out_both_their_ends() =>
        Next("daily at 09:00", "2026-07-31T09:00Z", 1, Calendar.Ranges("closed", (new(2026, 8, 1), new(2026, 8, 21)))).ShouldBe(["2026-08-22T09:00"]);

    [Fact]
    public void Times_of_the_day_take_out_their_start_and_not_their_end() =>
        Next("0 * * * *", "2026-01-01T19:30Z", 3, Calendar.TimesOfDay("night", (new(21, 0), new(5, 0))))
            .ShouldBe(["2026-01-01T20:00", "2026-01-02T05:00", "2026-01-02T06:00"]);

    [Fact]
    public void A_cron_calendar_of_five_fields_takes_out_whole_minutes() =>
        Next("*/30 * * * * *", "2026-01-01T11:59:00Z", 3, Calendar.Cron("lunch", "* 12 * * *"))
            .ShouldBe(["2026-01-01T11:59:30", "2026-01-01T13:00", "2026-01-01T13:00:30"]);

    [Fact]
    public void A_union_takes_out_what_any_part_takes_out() =>
        Next("daily at 09:00", "2026-12-24T09:00Z", 1, Calendar.Union("off", Weekends, Holidays)).ShouldBe(["2026-12-28T09:00"]);

    [Fact]
    public void An_intersection_takes_out_what_all_parts_take_out() =>
        Next("daily at 09:00", "2026-12-24T09:00Z", 2, Calendar.Intersection("off", Weekends, Holidays)).ShouldBe(["2026-12-25T09:00", "2026-12-27T09:00"]);

    [Fact]
    public void A_complement_takes_out_everything_else() =>
        Next("daily at 09:00", "2026-12-24T09:00Z", 3, Calendar.Complement("only weekends", Weekends))
            .ShouldBe(["2026-12-26T09:00", "2026-12-27T09:00", "2027-01-02T09:00"]);

    [Fact]
    public void All_calendars_of_a_schedule_apply() =>
        Next("daily at 09:00", "2026-12-24T09:00Z", 1, Weekends, Holidays).ShouldBe(["2026-12-28T09:00"]);

    [Fact]
    public void A_schedule_for_every_second_passes_a_long_range_at_once() =>
        Next("* * * * * *", "2026-01-01T00:00Z", 1, Calendar.Ranges("closed", (new(2026, 1, 1), new(2026, 12, 31)))).ShouldBe(["2027-01-01T00:00"]);

    [Fact]
    public void An_interval_is_tested_on_the_clocks_of_its_zone() =>
        Schedule.Parse("every 6 hours in America/New_York", new() { Calendars = [Weekends] }).Utc("2026-01-02T18:00Z", 3)
            .ShouldBe(["2026-01-02T23:00", "2026-01-05T05:00", "2026-01-05T11:00"]);

    [Fact]
    public void What_is_tested_is_the_nominal_time_also_where_the_clocks_skip_it()
    {
        // Samoa had no 30 December 2011, a Friday: its fires are at the first instant of Saturday and still Friday's.
        var schedule = Schedule.Parse("0 12 * * * in Pacific/Apia", new() { Calendars = [Weekends] });

        schedule.Local("2011-12-29T23:00Z", 2).ShouldBe(["2011-12-31T00:00", "2012-01-02T12:00"]);
    }

    [Fact]
    public void A_calendar_that_leaves_nothing_ends_the_search() =>
        Schedule.Parse("* * * * *", new() { Calendars = [Calendar.Complement("never", Calendar.Union("nothing"))] }).NeverFires.ShouldBeTrue();

    [Fact]
    public void Previous_finds_what_Next_finds()
    {
        var schedule = Schedule.Parse("every 15 minutes in Europe/Paris", new() { Calendars = [Weekends, Calendar.TimesOfDay("night", (new(18, 0), new(8, 0)))] });

        schedule.Previous(Fires.At("2026-01-05T07:00Z")).ShouldBe(Fires.At("2026-01-02T16:45Z"));
        schedule.Next(Fires.At("2026-01-02T16:45Z")).ShouldBe(Fires.At("2026-01-05T07:00Z"));
    }

    [Theory]
    [InlineData(ExcludedPolicy.Drop, "2026-07-31 2026-08-31 2026-09-30")]
    [InlineData(ExcludedPolicy.Next, "2026-06-01 2026-06-30 2026-07-31")]
    [InlineData(ExcludedPolicy.Previous, "2026-05-29 2026-06-30 2026-07-31")]
    [InlineData(ExcludedPolicy.Nearest, "2026-05-29 2026-06-30 2026-07-31")]
    [InlineData(ExcludedPolicy.ModifiedFollowing, "2026-05-29 2026-06-30 2026-07-31")]
    public void A_month_end_on_a_Sunday_goes_where_the_policy_says(ExcludedPolicy policy, string days)
    {
        // 31 May 2026 is a Sunday.
        var options = new ScheduleOptions { Calendars = [Weekends], OnExcluded = policy, Start = Fires.At(policy == ExcludedPolicy.Drop ? "2026-07-01T00:00Z" : "2026-05-15T00:00Z") };

        Schedule.Parse("monthly on the last day at 18:00", options).Utc("2026-01-01T00:00Z", 3).ShouldBe(days.Split(' ').Select(d => d + "T18:00"));
    }

    [Theory]
    [InlineData("2026-08-01", "2026-08-03")] // Saturday the 1st: Friday is in another month
    [InlineData("2026-08-15", "2026-08-14")] // a Saturday
    [InlineData("2026-08-16", "2026-08-17")] // a Sunday
    public void The_nearest_day_stays_in_the_month(string day, string moved)
    {
        var options = new ScheduleOptions { Calendars = [Weekends], OnExcluded = ExcludedPolicy.Nearest };

        Schedule.Parse($"once at {day}T09:00", options).Utc("2026-01-01T00:00Z", 2).ShouldBe([moved + "T09:00"]);
    }

    [Fact]
    public void The_nearest_day_is_the_earlier_one_on_a_tie()
    {
        var options = new ScheduleOptions { Calendars = [Calendar.Dates("wednesday", new DateOnly(2026, 8, 12))], OnExcluded = ExcludedPolicy.Nearest };

        Schedule.Parse("once at 2026-08-12T09:00", options).Utc("2026-01-01T00:00Z", 2).ShouldBe(["2026-08-11T09:00"]);
    }

    [Fact]
    public void Fires_that_move_onto_one_another_are_one() =>
        Moved("daily at 09:00", ExcludedPolicy.Next).Utc("2026-01-02T09:00Z", 2).ShouldBe(["2026-01-05T09:00", "2026-01-06T09:00"]);

    [Fact]
    public void A_moved_fire_keeps_its_time_of_day() =>
        Moved("0 6 * * SAT", ExcludedPolicy.Next).Utc("2026-01-02T00:00Z", 1).ShouldBe(["2026-01-05T06:00"]);

    [Fact]
    public void What_moves_out_of_the_window_still_fires()
    {
        var options = new ScheduleOptions { Calendars = [Weekends], OnExcluded = ExcludedPolicy.Next, End = Fires.At("2026-01-04T00:00Z") };

        Schedule.Parse("daily at 09:00", options).Utc("2026-01-02T00:00Z", 9).ShouldBe(["2026-01-02T09:00", "2026-01-05T09:00"]);
    }

    [Theory]
    [InlineData(ExcludedPolicy.Next)]
    [InlineData(ExcludedPolicy.Previous)]
    [InlineData(ExcludedPolicy.Nearest)]
    [InlineData(ExcludedPolicy.ModifiedFollowing)]
    public void Moved_fires_are_one_set_seen_from_both_sides(ExcludedPolicy policy)
    {
        var options = new ScheduleOptions { Calendars = [Weekends, Holidays], OnExcluded = policy };
        var schedule = Schedule.Parse("30 2 */3 * * in Europe/Paris", options);
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var at = Fires.At("2020-01-01T00:00Z").AddSeconds(random.Next(12 * 365 * 86_400));
            var next = schedule.Next(at).ShouldNotBeNull();
            Weekends.Excludes(schedule.Describe(next).Local).ShouldBeFalse();
            schedule.Previous(next.AddSeconds(1)).ShouldBe(next);
            schedule.Previous(next).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(at);
        }
    }

    [Fact]
    public void An_elapsed_interval_has_no_time_of_day_to_move()
    {
        var options = new ScheduleOptions { Calendars = [Weekends], OnExcluded = ExcludedPolicy.Next };

        Schedule.TryParse("every 90 minutes", options, out _, out var error).ShouldBeFalse();

        error!.Code.ShouldBe("SCHEDULE_CANNOT_MOVE");
    }

    [Fact]
    public void Calendars_are_equal_when_name_and_definition_are()
    {
        Calendar.DaysOff("weekends", DayOfWeek.Sunday, DayOfWeek.Saturday).ShouldBe(Weekends);
        Calendar.DaysOff("weekends", DayOfWeek.Sunday).ShouldNotBe(Weekends);
    }

    [Fact]
    public void A_calendar_says_what_it_excludes()
    {
        Calendar.Union("off", Weekends, Holidays).ToString().ShouldBe("off: any of (weekly saturday, sunday) (yearly 1 jan, 25 dec, 26 dec)");
        Calendar.TimesOfDay("night", (new(21, 0), new(5, 0)), (new(4, 0), new(6, 0))).ToString().ShouldBe("night: times 00:00 to 06:00, 21:00 to 24:00");
    }

    private static string[] Next(string text, string after, int count, params Calendar[] calendars) =>
        Schedule.Parse(text, new() { Calendars = calendars }).Utc(after, count);

    private static Schedule Moved(string text, ExcludedPolicy policy) => Schedule.Parse(text, new() { Calendars = [Weekends], OnExcluded = policy });
}
