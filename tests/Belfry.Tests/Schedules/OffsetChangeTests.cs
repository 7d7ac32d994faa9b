using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>The documented examples of what happens where the clock jumps.</summary>
public sealed class OffsetChangeTests
{
    [Theory]
    [InlineData("30 2 * * *", "03:00")]
    [InlineData("0,30 2 * * *", "03:00")]
    [InlineData("*/10 2 * * *", "03:00")]
    [InlineData("30 0-5 * * *", "00:30 01:30 03:30 04:30 05:30")]
    [InlineData("0 */2 * * *", "00:00 03:00 04:00 06:00 08:00 10:00 12:00 14:00 16:00 18:00 20:00 22:00")]
    [InlineData("30 2,3 * * *", "03:00 03:30")]
    public void In_the_New_York_gap_no_slot_is_lost(string text, string expected) =>
        Day(text, "America/New_York", "2026-03-08").ShouldBe(expected);

    [Theory]
    [InlineData("30 1 * * *", "01:30-4")]
    [InlineData("0,30 1 * * *", "01:00-4 01:30-4")]
    [InlineData("*/30 1 * * *", "01:00-4 01:30-4 01:00-5 01:30-5")]
    [InlineData("30 1-1 * * *", "01:30-4 01:30-5")]
    [InlineData("0 1-3 * * *", "01:00-4 01:00-5 02:00-5 03:00-5")]
    [InlineData("0 2 * * *", "02:00-5")]
    public void In_the_New_York_overlap_no_time_of_day_fires_twice(string text, string expected) =>
        Day(text, "America/New_York", "2026-11-01", withOffset: true).ShouldBe(expected);

    [Theory]
    [InlineData(GapPolicy.After, "03:00")]
    [InlineData(GapPolicy.Skip, "")]
    [InlineData(GapPolicy.Shift, "03:10 03:40")]
    public void The_gap_policy_decides_about_skipped_times(GapPolicy gap, string expected) =>
        Day("10,40 2 * * *", "America/New_York", "2026-03-08", gap).ShouldBe(expected);

    [Theory]
    [InlineData("30 1 * * *", OverlapPolicy.First, "01:30-4")]
    [InlineData("30 1 * * *", OverlapPolicy.Last, "01:30-5")]
    [InlineData("30 1 * * *", OverlapPolicy.Both, "01:30-4 01:30-5")]
    [InlineData("30 1-1 * * *", OverlapPolicy.First, "01:30-4")]
    [InlineData("30 1-1 * * *", OverlapPolicy.Last, "01:30-5")]
    public void The_overlap_policy_decides_about_repeated_times(string text, OverlapPolicy overlap, string expected) =>
        Day(text, "America/New_York", "2026-11-01", GapPolicy.After, overlap, withOffset: true).ShouldBe(expected);

    [Theory]
    [InlineData("0 0 * * *", "Asia/Beirut", "2026-03-29", "01:00")]
    [InlineData("0 0 * * *", "America/Sao_Paulo", "2018-11-04", "01:00")]
    [InlineData("15 0-3 * * *", "Australia/Lord_Howe", "2026-10-04", "00:15 01:15 02:30 03:15")]
    public void Gaps_of_other_zones_follow_the_same_rule(string text, string zone, string date, string expected) =>
        Day(text, zone, date).ShouldBe(expected);

    [Fact]
    public void The_day_that_Samoa_skipped_is_made_up_at_its_end()
    {
        var slots = Cron.Slots("0 12 30 * *", "Pacific/Apia");
        Cron.Instant(slots.Next(Cron.Seconds("2011-12-01T00:00:00Z"))).ShouldBe("2011-12-30T10:00:00Z");
        slots.Note(Cron.Seconds("2011-12-30T10:00:00Z")).ShouldBe(new(OccurrenceOrigin.Gap, 14 * 3600));
    }

    [Fact]
    public void Samoa_lost_nothing_of_a_quarter_hour_pattern()
    {
        var slots = Cron.Slots("*/15 * * * *", "Pacific/Apia");
        Cron.Instant(slots.Next(Cron.Seconds("2011-12-30T09:50:00Z"))).ShouldBe("2011-12-30T10:00:00Z");
        Cron.Instant(slots.Next(Cron.Seconds("2011-12-30T10:00:00Z"))).ShouldBe("2011-12-30T10:15:00Z");
    }

    [Fact]
    public void Dublin_moves_on_from_its_gap()
    {
        var slots = Cron.Slots("30 1 * * *", "Europe/Dublin");
        Cron.Instant(slots.Next(Cron.Seconds("2026-03-29T00:30:00Z"))).ShouldBe("2026-03-29T01:00:00Z");
        Cron.Instant(slots.Next(Cron.Seconds("2026-03-29T01:00:00Z"))).ShouldBe("2026-03-30T00:30:00Z");
    }

    [Fact]
    public void Asked_in_the_second_pass_a_fixed_time_waits_for_tomorrow() =>
        Cron.Instant(Cron.Slots("30 1 * * *", "America/New_York").Next(Cron.Seconds("2026-11-01T06:10:00Z")))
            .ShouldBe("2026-11-02T06:30:00Z");

    [Theory]
    [InlineData("30 2 * * *", GapPolicy.After, "2026-03-08T07:00:00Z", OccurrenceOrigin.Gap)]
    [InlineData("0 2,3 * * *", GapPolicy.After, "2026-03-08T07:00:00Z", OccurrenceOrigin.Slot)]
    [InlineData("30 2 * * *", GapPolicy.Shift, "2026-03-08T07:30:00Z", OccurrenceOrigin.Shifted)]
    [InlineData("30 1 * * *", GapPolicy.After, "2026-11-01T05:30:00Z", OccurrenceOrigin.Overlap)]
    [InlineData("30 1 * * *", GapPolicy.After, "2026-11-01T06:30:00Z", OccurrenceOrigin.Overlap)]
    [InlineData("30 1 * * *", GapPolicy.After, "2026-11-02T06:30:00Z", OccurrenceOrigin.Slot)]
    [InlineData("0 2 * * *", GapPolicy.After, "2026-11-01T07:00:00Z", OccurrenceOrigin.Slot)]
    [InlineData("59 0 * * *", GapPolicy.After, "2026-11-01T04:59:00Z", OccurrenceOrigin.Slot)]
    public void A_note_says_what_a_change_of_offset_did(string text, GapPolicy gap, string instant, object origin) =>
        Cron.Slots(text, "America/New_York", gap).Note(Cron.Seconds(instant)).Origin.ShouldBe((OccurrenceOrigin)origin);

    // The local times at which a pattern fires on one local day.
    private static string Day(
        string text, string zone, string date, GapPolicy gap = GapPolicy.After, OverlapPolicy overlap = OverlapPolicy.Auto, bool withOffset = false)
    {
        var slots = Cron.Slots(text, zone, gap, overlap);
        var noon = Cron.Seconds(date + "T12:00:00Z") - slots.Zone.OffsetAt(Cron.Seconds(date + "T12:00:00Z"));
        var times = slots.Between(noon - 86_400, noon + 86_400)
            .Select(at => (Offset: slots.Zone.OffsetAt(at), Local: Cron.Instant(at + slots.Zone.OffsetAt(at))))
            .Where(fire => fire.Local.StartsWith(date, StringComparison.Ordinal))
            .Select(fire => fire.Local[11..16] + (withOffset ? $"{fire.Offset / 3600}" : ""));
        return string.Join(' ', times);
    }
}
