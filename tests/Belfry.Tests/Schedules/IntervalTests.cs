using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class IntervalTests
{
    [Fact]
    public void An_interval_is_counted_from_2001_so_that_every_node_counts_alike() =>
        Schedule.Parse("every 7 minutes").Utc("2001-01-01T00:00Z", 3).ShouldBe(["2001-01-01T00:07", "2001-01-01T00:14", "2001-01-01T00:21"]);

    [Fact]
    public void The_anchor_is_midnight_on_the_clocks_of_the_zone() =>
        Schedule.Parse("every 1 hour in Asia/Kolkata").Utc("2026-01-01T00:00Z", 2).ShouldBe(["2026-01-01T00:30", "2026-01-01T01:30"]);

    [Fact]
    public void An_offset_change_does_not_move_an_interval() =>
        Schedule.Parse("every 2 hours in Europe/Paris").Utc("2026-03-28T22:00Z", 4)
            .ShouldBe(["2026-03-28T23:00", "2026-03-29T01:00", "2026-03-29T03:00", "2026-03-29T05:00"]);

    [Fact]
    public void An_instant_in_the_text_is_the_anchor_in_both_directions()
    {
        var schedule = Schedule.Parse("every 90 minutes from 2026-06-01T12:10:00Z");

        schedule.Utc("2026-06-01T12:00Z", 2).ShouldBe(["2026-06-01T12:10", "2026-06-01T13:40"]);
        schedule.Previous(Fires.At("2026-06-01T12:10Z")).ShouldBe(Fires.At("2026-06-01T10:40Z"));
    }

    [Fact]
    public void The_start_of_the_window_is_the_anchor_when_the_text_names_none() =>
        Schedule.Parse("every 90 minutes", new() { Start = Fires.At("2026-06-01T12:10Z") }).Utc("2026-01-01T00:00Z", 2)
            .ShouldBe(["2026-06-01T12:10", "2026-06-01T13:40"]);

    [Fact]
    public void The_window_does_not_move_an_interval_with_an_anchor() =>
        Schedule.Parse("every 2 hours from 2026-01-01T01:00:00Z", new() { Start = Fires.At("2026-06-01T12:10Z") })
            .Utc("2026-01-01T00:00Z", 2).ShouldBe(["2026-06-01T13:00", "2026-06-01T15:00"]);

    [Fact]
    public void Next_asked_between_seconds_is_later_than_what_was_asked() =>
        Schedule.Parse("every second").Next(Fires.At("2026-01-01T00:00:00.5Z")).ShouldBe(Fires.At("2026-01-01T00:00:01Z"));

    [Fact]
    public void Previous_asked_between_seconds_includes_the_second_that_has_begun() =>
        Schedule.Parse("every second").Previous(Fires.At("2026-01-01T00:00:00.5Z")).ShouldBe(Fires.At("2026-01-01T00:00:00Z"));

    [Fact]
    public void Counting_takes_the_later_end_and_not_the_earlier_one() =>
        Schedule.Parse("every minute").Count(Fires.At("2026-01-01T00:00Z"), Fires.At("2026-01-01T01:00Z"), 1_000).ShouldBe(60);

    [Fact]
    public void A_hundred_years_of_seconds_are_counted_at_once() =>
        Schedule.Parse("every second").Count(Fires.At("2000-01-01T00:00Z"), Fires.At("2100-01-01T00:00Z"), long.MaxValue).ShouldBe(3_155_760_000);

    [Fact]
    public void Counting_stops_at_the_limit() =>
        Schedule.Parse("every second").Count(Fires.At("2000-01-01T00:00Z"), Fires.At("2100-01-01T00:00Z"), 10).ShouldBe(10);

    [Fact]
    public void An_interval_ends_with_the_year_9999()
    {
        var schedule = Schedule.Parse("every hour");

        schedule.Next(DateTimeOffset.MaxValue).ShouldBeNull();
        schedule.Previous(DateTimeOffset.MaxValue).ShouldBe(Fires.At("9999-12-31T23:00Z"));
    }

    [Theory]
    [InlineData("every 7 minutes")]
    [InlineData("every 90 minutes in Europe/Dublin")]
    [InlineData("every 3 days at 05:00 in America/New_York")]
    [InlineData("every 15 minutes from 22:00 to 06:00 on weekdays in Europe/London")]
    [InlineData("monthly on day 31, the second tuesday or last at 02:30 in America/New_York")]
    [InlineData("yearly on 29 feb or skip at 00:00")]
    [InlineData("every 2 weeks on monday, sunday at 01:30 in Europe/Dublin")]
    [InlineData("*/20 1-3 * * * in Europe/Dublin")]
    public void Next_and_Previous_are_queries_on_one_set(string text)
    {
        var schedule = Schedule.Parse(text);
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var at = Fires.At("2020-01-01T00:00Z").AddSeconds(random.Next(12 * 365 * 86_400));
            var next = schedule.Next(at).ShouldNotBeNull();
            next.ShouldBeGreaterThan(at);
            schedule.Next(next.AddSeconds(-1)).ShouldBe(next);
            schedule.Previous(next.AddSeconds(1)).ShouldBe(next);
            schedule.Previous(next).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(at);
        }
    }
}
