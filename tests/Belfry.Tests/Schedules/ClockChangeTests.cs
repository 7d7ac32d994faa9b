using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>New York, 2026: the clocks skip 02:00 to 03:00 on 8 March and repeat 01:00 to 02:00 on 1 November.</summary>
public sealed class ClockChangeTests
{
    private const string Zone = " in America/New_York";

    [Theory]
    [InlineData("daily at 02:30", "2026-03-08T03:00 2026-03-09T02:30")]
    [InlineData("daily at 02:00, 02:30", "2026-03-08T03:00 2026-03-09T02:00")]
    [InlineData("every 2 days from 2026-03-06T02:30", "2026-03-08T03:00 2026-03-10T02:30")]
    [InlineData("weekly on sunday at 02:30", "2026-03-08T03:00 2026-03-15T02:30")]
    [InlineData("monthly on day 8 at 02:30", "2026-03-08T03:00 2026-04-08T02:30")]
    [InlineData("monthly on the second sunday at 02:30", "2026-03-08T03:00 2026-04-12T02:30")]
    [InlineData("yearly on 8 mar at 02:30", "2026-03-08T03:00 2027-03-08T02:30")]
    [InlineData("once at 2026-03-08T02:30", "2026-03-08T03:00")]
    [InlineData("every 30 minutes from 01:30 to 03:30", "2026-03-08T01:30 2026-03-08T03:00 2026-03-08T03:30 2026-03-09T01:30")]
    public void A_skipped_time_becomes_the_first_instant_after_the_gap(string text, string fires)
    {
        var expected = fires.Split(' ');
        Schedule.Parse(text + Zone).Local("2026-03-08T05:00Z", expected.Length).ShouldBe(expected);
    }

    [Theory]
    [InlineData("daily at 01:30", "2026-11-01T05:30 2026-11-02T06:30")]
    [InlineData("weekly on sunday at 01:30", "2026-11-01T05:30 2026-11-08T06:30")]
    [InlineData("once at 2026-11-01T01:30", "2026-11-01T05:30")]
    [InlineData("every 30 minutes from 01:00 to 02:00", "2026-11-01T05:00 2026-11-01T05:30 2026-11-01T06:00 2026-11-01T06:30 2026-11-01T07:00 2026-11-02T06:00")]
    public void A_repeated_time_of_day_fires_once_and_a_window_follows_the_clock(string text, string fires)
    {
        var expected = fires.Split(' ');
        Schedule.Parse(text + Zone).Utc("2026-11-01T04:00Z", expected.Length).ShouldBe(expected);
    }

    [Theory]
    [InlineData(GapPolicy.After, "2026-03-08T03:00")]
    [InlineData(GapPolicy.Shift, "2026-03-08T03:30")]
    [InlineData(GapPolicy.Skip, "2026-03-09T02:30")]
    public void The_gap_policy_says_what_becomes_of_a_skipped_time(GapPolicy gap, string fire) =>
        Schedule.Parse("daily at 02:30" + Zone, new() { Gap = gap }).Local("2026-03-08T05:00Z", 1).ShouldBe([fire]);

    [Theory]
    [InlineData(OverlapPolicy.First, "2026-11-01T05:30 2026-11-02T06:30")]
    [InlineData(OverlapPolicy.Last, "2026-11-01T06:30 2026-11-02T06:30")]
    [InlineData(OverlapPolicy.Both, "2026-11-01T05:30 2026-11-01T06:30")]
    public void The_overlap_policy_says_what_becomes_of_a_repeated_time(OverlapPolicy overlap, string fires) =>
        Schedule.Parse("daily at 01:30" + Zone, new() { Overlap = overlap }).Utc("2026-11-01T04:00Z", 2).ShouldBe(fires.Split(' '));

    [Theory]
    [InlineData("daily at 02:30", GapPolicy.After, "2026-03-08T07:00Z", "gap")]
    [InlineData("daily at 02:30", GapPolicy.Shift, "2026-03-08T07:30Z", "shifted")]
    [InlineData("daily at 01:30", GapPolicy.After, "2026-11-01T05:30Z", "overlap")]
    [InlineData("daily at 04:30", GapPolicy.After, "2026-03-08T08:30Z", null)]
    public void A_fire_that_meets_an_offset_change_is_described_with_a_note(string text, GapPolicy gap, string due, string? note) =>
        Schedule.Parse(text + Zone, new() { Gap = gap }).Describe(Fires.At(due)).Note.ShouldBe(note);

    [Fact]
    public void A_fire_is_described_on_the_clocks_of_its_zone()
    {
        var fire = Schedule.Parse("daily at 02:30" + Zone).Describe(Fires.At("2026-03-08T07:00Z"));

        fire.ShouldBe(new ScheduleFire(Fires.At("2026-03-08T07:00Z"), new(2026, 3, 8, 3, 0, 0), TimeSpan.FromHours(-4), "gap"));
    }

    [Fact]
    public void The_transitions_ahead_are_the_fires_that_offset_changes_move_or_double() =>
        Schedule.Parse("30 1,2 * * *" + Zone).Transitions(Fires.At("2026-01-01T00:00Z"), 2)
            .Select(f => (f.Due.ToString("yyyy-MM-dd HH:mm", null), f.Note)).ShouldBe(
            [
                ("2026-03-08 07:00", "gap"), ("2026-11-01 05:30", "overlap"), ("2027-03-14 07:00", "gap"), ("2027-11-07 05:30", "overlap"),
            ]);

    [Fact]
    public void A_schedule_in_UTC_meets_no_transition() =>
        Schedule.Parse("* * * * *").Transitions(Fires.At("2026-01-01T00:00Z"), 10).ShouldBeEmpty();
}
