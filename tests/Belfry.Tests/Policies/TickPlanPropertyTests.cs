using Belfry.Policies;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Tests.Policies;

/// <summary>Whatever the schedule, the policy and the outage: every tick of [cursor, now] is in the plan, once.</summary>
public sealed class TickPlanPropertyTests
{
    private static readonly string[] Schedules =
    [
        "* * * * *", "*/7 * * * *", "0 * * * *", "0 */6 * * *", "30 2 * * * in Europe/Berlin", "*/30 * * * * in Europe/Berlin",
        "every 90 minutes", "every 45 seconds", "daily at 02:30 in America/New_York", "* * * * * *", "15 3 29 2 *",
        "once at 2026-03-29T01:10:00Z",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_due_tick_gets_a_run_or_stands_in_one_skip(int seed)
    {
        foreach (var (schedule, cursor, now, chance) in Cases(seed))
        {
            var policy = Policy(chance);
            var plan = TickPlan.Due(schedule, policy, cursor, now);
            Taken(schedule, plan).ShouldBe(Ticks(schedule, cursor, now), Case(schedule, policy.ToString(), cursor, now));
            plan.NextDue.ShouldBe(cursor > now ? cursor : schedule.Next(now));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_pause_takes_up_each_tick_it_held_back(int seed)
    {
        foreach (var (schedule, cursor, now, chance) in Cases(seed))
        {
            var ticks = (PausedTicks)chance.Next(3);
            var plan = TickPlan.AfterPause(schedule, Policy(chance), ticks, cursor, now, "paused");
            Taken(schedule, plan).ShouldBe(Ticks(schedule, cursor, now), Case(schedule, ticks.ToString(), cursor, now));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_count_of_a_span_is_the_number_of_its_ticks(int seed)
    {
        foreach (var (schedule, cursor, now, chance) in Cases(seed))
        {
            foreach (var skip in TickPlan.Due(schedule, Policy(chance), cursor, now).Skips)
            {
                skip.Count.ShouldBe(Ticks(schedule, skip.First, skip.Last).Count);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Runs_are_within_the_policy_and_in_order(int seed)
    {
        foreach (var (schedule, cursor, now, chance) in Cases(seed))
        {
            var policy = Policy(chance);
            var plan = TickPlan.Due(schedule, policy, cursor, now);
            var due = plan.Run.Select(tick => tick.Due).ToList();
            due.ShouldBeInOrder();
            if (cursor <= now && now - cursor > TickPlan.MissedAfter)
            {
                var most = policy.Rule switch { MisfireRule.Last => 1, MisfireRule.All => policy.Max, _ => 61 };
                due.Count.ShouldBeLessThanOrEqualTo(most);
                var age = policy.Rule == MisfireRule.Skip ? TickPlan.MissedAfter : policy.Within;
                due.ShouldAllBe(tick => now - tick <= age || schedule.Kind == ScheduleKind.Once);
            }
        }
    }

    private static IEnumerable<(Schedule Schedule, DateTimeOffset Cursor, DateTimeOffset Now, Chance Chance)> Cases(int seed)
    {
        var chance = new Chance((ulong)seed);
        foreach (var text in Schedules)
        {
            var schedule = Schedule.Parse(text);
            var from = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero).AddSeconds(chance.Next(86_400));
            if ((schedule.Next(from) ?? schedule.Previous(from)) is { } cursor)
            {
                var span = text == "* * * * * *" ? 600 : 2 * 86_400;
                yield return (schedule, cursor, cursor.AddMilliseconds((chance.Next(span) - 100) * 1000L + chance.Next(3) * 500), chance);
            }
        }
    }

    private static MisfirePolicy Policy(Chance chance) => new(
        (MisfireRule)chance.Next(3), 1 + chance.Next(20), TimeSpan.FromMinutes(1 + chance.Next(3_000)));

    private static List<DateTimeOffset> Taken(Schedule schedule, TickPlan plan) =>
    [
        .. plan.Skips.SelectMany(skip => Ticks(schedule, skip.First, skip.Last))
            .Concat(plan.Run.Select(tick => tick.Due))
            .Order(),
    ];

    private static List<DateTimeOffset> Ticks(Schedule schedule, DateTimeOffset first, DateTimeOffset last)
    {
        var ticks = new List<DateTimeOffset>();
        for (DateTimeOffset? tick = first; tick is { } due && due <= last; tick = schedule.Next(due))
        {
            ticks.Add(due);
        }

        return ticks;
    }

    private static string Case(Schedule schedule, string policy, DateTimeOffset cursor, DateTimeOffset now) =>
        $"{schedule}, {policy}, cursor {cursor:O}, now {now:O}";
}
