using Belfry.Schedules.Forecasts;
using static Belfry.Tests.Schedules.Forecasts.Planned;

namespace Belfry.Tests.Schedules.Forecasts;

public sealed class EarliestFiresTests
{
    private static readonly string[] Texts =
        ["* * * * *", "*/7 * * * *", "0 * * * *", "daily at 00:30", "every 90 seconds", "once at 2026-11-23T00:30:00Z", "manual", "0 0 1 1 *"];

    [Fact]
    public void Fires_of_one_instant_come_by_name()
    {
        var (fires, next) = Page([Job("b", "0 * * * *"), Job("a", "0 * * * *"), Job("B", "0 * * * *")], null, 10, hours: 1);
        fires.Select(fire => $"{Clock(fire.Due)} {fire.Job}").ShouldBe(
            ["00:00:00 B", "00:00:00 a", "00:00:00 b", "01:00:00 B", "01:00:00 a", "01:00:00 b"]);
        next.ShouldBeNull();
    }

    [Fact]
    public void A_page_that_is_full_to_the_last_fire_has_no_next() =>
        Page([Job("a", "0 * * * *")], null, 2, hours: 1).Next.ShouldBeNull();

    [Fact]
    public void A_paused_job_fires_from_the_end_of_its_pause_on() =>
        Page([Job("a", "0 * * * *") with { From = At("02:00") }], null, 10, hours: 3).Fires.Select(fire => Clock(fire.Due)).ShouldBe(["02:00:00", "03:00:00"]);

    [Fact]
    public void Pages_of_any_size_together_are_the_whole_plan()
    {
        var random = new Random(20261123);
        for (int round = 0; round < 300; round++)
        {
            PlannedJob[] jobs = [.. Enumerable.Range(0, random.Next(12)).Select(i => Job($"job-{random.Next(1_000)}-{i}", Texts[random.Next(Texts.Length)]))];
            int size = random.Next(1, 40);
            Pages(jobs, size, hours: 2).ShouldBe(Everything(jobs, hours: 2), $"round {round}, pages of {size}");
        }
    }

    [Fact]
    public void An_edit_between_two_pages_repeats_nothing()
    {
        var (fires, next) = Page([Job("a", "*/10 * * * *"), Job("b", "*/10 * * * *")], null, 3, hours: 1);
        var (more, _) = Page([Job("a", "*/5 * * * *"), Job("b", "*/10 * * * *")], next, 3, hours: 1);
        fires.Select(fire => $"{Clock(fire.Due)} {fire.Job}").ShouldBe(["00:00:00 a", "00:00:00 b", "00:10:00 a"]);
        more.Select(fire => $"{Clock(fire.Due)} {fire.Job}").ShouldBe(["00:10:00 b", "00:15:00 a", "00:20:00 a"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("5")]
    [InlineData("-61")]
    [InlineData("5-6")]
    [InlineData("5-zz")]
    [InlineData("99999999999999-61")]
    public void A_cursor_that_is_none_is_not_read(string text) => PlanPosition.Parse(text).ShouldBeNull();

    [Fact]
    public void A_cursor_is_read_back()
    {
        var position = new PlanPosition(Day, "reports/ünï-code");
        PlanPosition.Parse(position.ToString()).ShouldBe(position);
    }

    private static (IReadOnlyList<PlanPosition> Fires, PlanPosition? Next) Page(PlannedJob[] jobs, PlanPosition? after, int count, int hours)
    {
        var earliest = new EarliestFires(Day, Day.AddHours(hours), after, count);
        foreach (var job in jobs)
        {
            earliest.Add(job);
        }

        var (fires, next) = earliest.Page();
        return ([.. fires.Select(fire => fire.Position)], next);
    }

    private static List<PlanPosition> Pages(PlannedJob[] jobs, int size, int hours)
    {
        var all = new List<PlanPosition>();
        PlanPosition? after = null;
        do
        {
            var (fires, next) = Page(jobs, after, size, hours);
            all.AddRange(fires);
            (next is null || fires.Count == size).ShouldBeTrue();
            after = next;
        }
        while (after is not null);
        return all;
    }

    private static List<PlanPosition> Everything(PlannedJob[] jobs, int hours) =>
        [.. jobs.SelectMany(job => job.Ticks(Day, Day.AddHours(hours)).Select(tick => new PlanPosition(tick, job.Name))).Order()];
}
