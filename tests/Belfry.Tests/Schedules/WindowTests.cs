using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>Start and end instants of a schedule.</summary>
public sealed class WindowTests
{
    private static readonly ScheduleOptions Options = new() { Start = Fires.At("2026-01-01T10:00Z"), End = Fires.At("2026-01-01T12:00Z") };

    [Fact]
    public void Start_and_end_are_inside() =>
        Schedule.Parse("0 * * * *", Options).Utc("2000-01-01T00:00Z", 9).ShouldBe(["2026-01-01T10:00", "2026-01-01T11:00", "2026-01-01T12:00"]);

    [Fact]
    public void The_last_fire_before_a_later_instant_is_that_at_the_end() =>
        Schedule.Parse("0 * * * *", Options).Previous(Fires.At("2030-01-01T00:00Z")).ShouldBe(Fires.At("2026-01-01T12:00Z"));

    [Fact]
    public void Before_the_first_fire_there_is_none() =>
        Schedule.Parse("0 * * * *", Options).Previous(Fires.At("2026-01-01T10:00Z")).ShouldBeNull();

    [Fact]
    public void Counting_stays_in_the_window() =>
        Schedule.Parse("every 30 minutes", Options).Count(Fires.At("2000-01-01T00:00Z"), Fires.At("2100-01-01T00:00Z"), 100).ShouldBe(5);

    [Fact]
    public void A_start_between_seconds_begins_with_the_next_one() =>
        Schedule.Parse("* * * * * *", new() { Start = Fires.At("2026-01-01T10:00:00.5Z") }).Next(Fires.At("2026-01-01T00:00Z"))
            .ShouldBe(Fires.At("2026-01-01T10:00:01Z"));

    [Fact]
    public void A_window_without_a_fire_never_fires() =>
        Schedule.Parse("0 9 * * *", Options).NeverFires.ShouldBeTrue();

    [Fact]
    public void A_fixed_time_is_tested_on_its_instant_in_the_second_pass_too()
    {
        // New York repeats 01:00 to 02:00; a window that starts with the second pass leaves 01:30 to the next day.
        var options = new ScheduleOptions { Start = Fires.At("2026-11-01T06:00Z") };

        Schedule.Parse("30 1 * * * in America/New_York", options).Utc("2026-11-01T00:00Z", 1).ShouldBe(["2026-11-02T06:30"]);
    }
}
