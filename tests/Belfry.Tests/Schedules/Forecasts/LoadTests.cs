using Belfry.Schedules.Forecasts;
using static Belfry.Tests.Schedules.Forecasts.Planned;

namespace Belfry.Tests.Schedules.Forecasts;

public sealed class LoadTests
{
    [Fact]
    public void Starts_are_counted_by_minute_queue_and_second()
    {
        var load = LoadCount.Of([Job("a", "0 * * * *"), Job("b", "daily at 03:00", "reports"), Job("c", "0 30 3 * * *"), Job("d", "manual")], Whole)!;
        load.Jobs.ShouldBe(3);
        load.Seconds.Total.ShouldBe(26);
        load.Buckets.Counts.Count.ShouldBe(1_440);
        load.Buckets.Peak.ShouldBe(new Peak(At("03:00"), 2));
        (load.Minutes.Clashes, load.Seconds.Clashes).ShouldBe((1, 1));
        load.Queues["reports"].Total.ShouldBe(1);
        var worst = load.Worst.ShouldHaveSingleItem();
        (Clock(worst.At), worst.Starts, string.Join(' ', worst.Jobs), worst.Queues["reports"]).ShouldBe(("03:00:00", 2, "a b", 1));
    }

    [Fact]
    public void The_span_ends_before_its_last_instant() =>
        LoadCount.Of([Job("a", "0 0 * * *")], Whole)!.Seconds.Total.ShouldBe(1);

    [Fact]
    public void Jitter_moves_starts_and_they_stay_inside_the_span()
    {
        var job = Job("a", "* * * * *", jitter: TimeSpan.FromSeconds(50));
        var load = LoadCount.Of([job], Whole)!;
        load.Seconds.Total.ShouldBe(job.Ticks(Day, Whole.To).Count(tick => Starts.Of(job, tick) < Whole.To));
        load.Seconds.Counts.Where((count, second) => count > 0 && second % 60 != 0).ShouldNotBeEmpty();
    }

    [Fact]
    public void The_worst_seconds_come_first_and_name_who_starts_then()
    {
        PlannedJob[] jobs = [.. Enumerable.Range(0, 30).Select(i => Job($"n{i:00}", i % 3 == 0 ? "daily at 05:00" : "daily at 04:00")), Job("h", "0 * * * *")];
        var worst = LoadCount.Of(jobs, Whole, worst: 2)!.Worst;
        worst.Select(clash => (Clock(clash.At), clash.Starts)).ShouldBe([("04:00:00", 21), ("05:00:00", 11)]);
        worst[0].Jobs.ShouldBe(["h", "n01", "n02", "n04", "n05", "n07", "n08", "n10", "n11", "n13"]);
        worst[1].Queues["default"].ShouldBe(11);
    }

    [Fact]
    public void Every_clash_agrees_with_a_plain_count()
    {
        var random = new Random(42);
        string[] texts = ["*/5 * * * *", "0 * * * *", "daily at 03:00", "every 90 seconds", "30 */2 * * *"];
        for (int round = 0; round < 20; round++)
        {
            PlannedJob[] jobs = [.. Enumerable.Range(0, 15).Select(i => Job($"j{i}", texts[random.Next(texts.Length)], jitter: TimeSpan.FromSeconds(random.Next(2) * 20)))];
            foreach (var clash in LoadCount.Of(jobs, Whole)!.Worst)
            {
                clash.Starts.ShouldBe(jobs.Count(job => Starts.Within(job, clash.At)));
                clash.Queues.Values.Sum().ShouldBe(clash.Starts);
            }
        }
    }

    [Fact]
    public void Typical_durations_say_how_many_run_at_once()
    {
        var minutes = TimeSpan.FromMinutes(90);
        var load = LoadCount.Of([Job("a", "0 * * * *") with { Typical = minutes }, Job("b", "daily at 03:30") with { Typical = minutes }, Job("c", "daily at 03:30")], Whole)!;
        load.WithoutDuration.ShouldBe(1);
        load.Running![0].ShouldBe(1);
        load.Running[(3 * 60) + 29].ShouldBe(2);
        load.Running[(3 * 60) + 30].ShouldBe(2);
        load.Running[4 * 60].ShouldBe(3);
    }

    [Fact]
    public void Without_durations_nothing_is_said_about_running() => LoadCount.Of([Job("a", "0 * * * *")], Whole)!.Running.ShouldBeNull();

    [Fact]
    public void More_than_can_be_counted_is_refused_and_not_cut()
    {
        PlannedJob[] jobs = [Job("a", "* * * * *"), Job("b", "* * * * *")];
        LoadCount.Of(jobs, Whole, mostStarts: 2_880).ShouldNotBeNull();
        LoadCount.Of(jobs, Whole, mostStarts: 2_879).ShouldBeNull();
    }
}
