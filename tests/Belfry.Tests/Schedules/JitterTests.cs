using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class JitterTests
{
    private static readonly ScheduleOptions Options = new() { Seed = "billing/nightly", Jitter = TimeSpan.FromMinutes(10) };

    [Fact]
    public void Without_jitter_there_is_no_delay() =>
        Schedule.Parse("0 * * * *").JitterOf(Fires.At("2026-01-01T00:00Z")).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void The_delay_is_the_same_on_every_node_and_in_every_version() =>
        Schedule.Parse("0 * * * *", Options).JitterOf(Fires.At("2026-01-01T00:00Z")).ShouldBe(TimeSpan.FromMilliseconds(166_762));

    [Fact]
    public void The_delay_differs_from_fire_to_fire_and_from_job_to_job()
    {
        var one = Schedule.Parse("0 * * * *", Options);
        var other = Schedule.Parse("0 * * * *", Options with { Seed = "report-7" });
        var due = Fires.At("2026-01-01T00:00Z");

        one.JitterOf(due).ShouldNotBe(one.JitterOf(due.AddHours(1)));
        one.JitterOf(due).ShouldNotBe(other.JitterOf(due));
    }

    [Fact]
    public void The_delay_never_reaches_the_next_fire()
    {
        var schedule = Schedule.Parse("* * * * *", Options);
        var due = Fires.At("2026-01-01T00:00Z");
        for (var i = 0; i < 1_000; i++)
            schedule.JitterOf(due.AddMinutes(i)).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(59));
    }

    [Fact]
    public void The_delay_fills_the_range_it_may_take()
    {
        var schedule = Schedule.Parse("0 * * * *", Options);
        var due = Fires.At("2026-01-01T00:00Z");
        var delays = Enumerable.Range(0, 1_000).Select(i => schedule.JitterOf(due.AddHours(i))).ToArray();

        delays.Min().ShouldBeLessThan(TimeSpan.FromSeconds(10));
        delays.Max().ShouldBeInRange(TimeSpan.FromSeconds(590), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_schedule_for_every_second_has_no_room_for_delay() =>
        Schedule.Parse("* * * * * *", Options).JitterOf(Fires.At("2026-01-01T00:00Z")).ShouldBe(TimeSpan.Zero);
}
