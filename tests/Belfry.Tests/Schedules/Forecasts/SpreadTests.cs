using Belfry.Schedules.Forecasts;
using static Belfry.Tests.Schedules.Forecasts.Planned;

namespace Belfry.Tests.Schedules.Forecasts;

public sealed class SpreadTests
{
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    [Fact]
    public void A_crowd_moves_apart_until_its_minutes_are_alike()
    {
        var plan = Suggest([], [.. Enumerable.Range(0, 62).Select(i => Movable($"n{i:00}", "0 3 * * *"))]);
        plan.Before.Peak.ShouldBe(new Peak(At("03:00"), 62));
        plan.After.Peak!.Value.Starts.ShouldBe(2);
        plan.After.Total.ShouldBe(62);
        plan.Moves.Count.ShouldBe(60);
        plan.Moves.ShouldAllBe(move => move.FirstStart > At("03:00") && move.FirstStart <= At("03:30") && move.First == At("03:00"));
    }

    [Fact]
    public void Who_stays_is_gone_round()
    {
        var plan = Suggest([Job("fixed", "daily at 03:00"), Job("also", "daily at 03:01")], [Movable("a", "0 3 * * *")]);
        plan.Moves.ShouldHaveSingleItem().After.ShouldBe("2 3 * * *");
        plan.After.Peak!.Value.Starts.ShouldBe(1);
    }

    [Fact]
    public void A_job_that_is_in_nobodys_way_stays() => Suggest([Job("x", "daily at 04:00")], [Movable("a", "0 3 * * *")]).Moves.ShouldBeEmpty();

    [Fact]
    public void A_move_that_helps_nothing_is_not_made()
    {
        PlannedJob[] all = [.. Enumerable.Range(0, 31).Select(i => Job($"f{i}", $"{i} 3 * * *"))];
        Suggest(all, [Movable("a", "0 3 * * *")]).Moves.ShouldBeEmpty();
    }

    [Fact]
    public void A_job_whose_time_matters_by_its_text_does_not_move()
    {
        var plan = Suggest([Job("x", "0 3 * * *")], [Movable("monthly", "0 3 1-31 * *"), Movable("every-minute", "* * * * *")]);
        (plan.Movable, plan.Moves.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void Suggestions_do_not_depend_on_the_order_of_the_jobs_and_once_applied_there_are_none()
    {
        var random = new Random(3);
        for (int round = 0; round < 4; round++)
        {
            SpreadJob[] jobs = [.. Enumerable.Range(0, 40).Select(i => Movable($"n{i:00}", random.Next(3) switch { 0 => "0 * * * *", 1 => "0 3 * * *", _ => "daily at 03:05" }))];
            PlannedJob[] others = [Job("x", "*/2 * * * *"), Job("y", "0 3 * * *")];
            var plan = Suggest(others, jobs);
            random.Shuffle(jobs);
            Suggest(others, jobs).Moves.ShouldBe(plan.Moves);
            plan.After.Peak!.Value.Starts.ShouldBeLessThanOrEqualTo(plan.Before.Peak!.Value.Starts);

            var moved = plan.Moves.ToDictionary(move => move.Job, move => move.After);
            SpreadJob[] applied = [.. jobs.Select(job => moved.TryGetValue(job.Planned.Name, out string? text) ? Movable(job.Planned.Name, text) : job)];
            Suggest(others, applied).Before.Counts.ShouldBe(plan.After.Counts);
        }
    }

    [Fact]
    public void Hash_and_jitter_are_other_ways()
    {
        SpreadJob[] jobs = [.. Enumerable.Range(0, 20).Select(i => Movable($"n{i:00}", "0 3 * * *"))];
        var hashed = Suggest([], jobs, SpreadWay.Hash);
        hashed.Moves.ShouldNotBeEmpty();
        hashed.Moves.ShouldAllBe(move => move.After == "H(0-30) 3 * * *" && move.Jitter == null);
        var jittered = Suggest([], jobs, SpreadWay.Jitter);
        jittered.Moves.ShouldNotBeEmpty();
        jittered.Moves.ShouldAllBe(move => move.After == "0 3 * * *" && move.Jitter == HalfAnHour);
        jittered.After.Peak!.Value.Starts.ShouldBeLessThan(20);
    }

    [Fact]
    public void A_time_that_the_clocks_skip_does_not_move()
    {
        var day = new DateTimeOffset(2027, 3, 28, 0, 0, 0, TimeSpan.Zero);
        var plan = Spread.Suggest(
            [Job("x", "30 2 * * * in Europe/Berlin")],
            [Movable("a", "30 2 * * * in Europe/Berlin")],
            new LoadSpan(day, day.AddDays(1), TimeSpan.FromMinutes(1)),
            TimeSpan.FromMinutes(20),
            SpreadWay.Shift)!;

        // Every text would fire at the same first instant after the gap: nothing is gained.
        plan.Moves.ShouldBeEmpty();
    }

    private static SpreadPlan Suggest(PlannedJob[] others, SpreadJob[] jobs, SpreadWay way = SpreadWay.Shift) =>
        Spread.Suggest(others, jobs, Whole, HalfAnHour, way)!;
}
