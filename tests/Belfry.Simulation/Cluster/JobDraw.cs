using System.Text.Json;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Policies.Breakers;

namespace Belfry.Simulation;

/// <summary>Draws jobs.</summary>
internal static class JobDraw
{
    private static readonly string[] Schedules =
    [
        "every 1 second", "every 2 seconds", "every 3 seconds", "*/5 * * * * *", "*/7 * * * * * in Europe/Berlin",
        "0/10 * * * * *", "30 * * * * *", "every 20 seconds",
    ];

    private const string Seldom = "*/9 * * * * *";

    public static string Schedule(Chance chance) => Schedules[chance.Next(Schedules.Length)];

    public static List<JobDefinition> Some(Setting setting, Chance chance) =>
        [.. Enumerable.Range(0, setting.Jobs).Select(i => Chained(setting, chance, One(setting, new Chance(chance.NextBits()), i), i))];

    // Half of the jobs follow one or two before them; then they have no times of their own.
    private static JobDefinition Chained(Setting setting, Chance chance, JobDefinition job, int number)
    {
        if (!setting.Has(Fault.Chains) || number == 0 || chance.Next(2) == 0)
        {
            return job;
        }

        string[] upstream = [.. Enumerable.Range(0, 1 + chance.Next(2)).Select(_ => $"job{chance.Next(number)}").Distinct()];
        var on = (DependencyRule)chance.Next(3);
        return job with
        {
            Schedule = "after " + string.Join(", ", upstream),
            On = on,
            Unmet = on != DependencyRule.End && chance.Next(3) == 0 ? UnmetRule.Fail : UnmetRule.Skip,
        };
    }

    private static JobDefinition One(Setting setting, Chance chance, int number)
    {
        var overlap = (OverlapRule)chance.Next(4);
        var isPoison = setting.Has(Fault.Poison) && number == 0;

        // Runs that queue must be shorter than any cadence, or their queue rightly never empties.
        var milliseconds = overlap == OverlapRule.Queue ? chance.Next(200)
            : chance.Next(5) == 0 ? 2_000 + chance.Next(7_000)
            : chance.Next(1_500);
        var schedule = isPoison || milliseconds >= 2_000 ? Seldom : Schedule(chance);
        var lost = (WorkerLostRule)chance.Next(2);
        var retry = chance.Next(2) == 0 ? RetryPolicy.None : Retry.Fixed(3, TimeSpan.FromMilliseconds(300));
        var timeout = chance.Next(4) == 0 ? TimeSpan.FromMilliseconds(700) : (TimeSpan?)null;
        var work = new Work(milliseconds, chance.Next(3) == 0 ? 25 : 0)
        {
            Stubborn = chance.Next(4) == 0 && setting.Has(Fault.Stubbornness),
            Lock = chance.Next(3) == 0 && setting.Has(Fault.Locks) ? "lock" : null,
            Poison = isPoison,
            Once = !isPoison && lost == WorkerLostRule.Fail && retry.Attempts == 1,
        };
        var job = new JobDefinition
        {
            Name = $"job{number}",
            Schedule = schedule,
            Run = new JobAction.Handler("work"),
            Args = JsonSerializer.SerializeToElement(work, JsonSerializerOptions.Web),
            Overlap = overlap,
            Misfire = new MisfirePolicy((MisfireRule)chance.Next(3), 5, TimeSpan.FromHours(1)),
            Retry = retry,
            Timeout = timeout,
            OnWorkerLost = isPoison ? WorkerLostRule.Retry : lost,
            Priority = (chance.Next(3) * 10) - 10,
        };
        return !isPoison && setting.Has(Fault.Breakers) && chance.Next(2) == 0 ? UnderBreaker(job, work, chance) : job;
    }

    // It fails by what it calls and by nothing else: so all breakers must close when that works again.
    private static JobDefinition UnderBreaker(JobDefinition job, Work work, Chance chance) => job with
    {
        Args = JsonSerializer.SerializeToElement(work with { Calls = true, FailPercent = 0 }, JsonSerializerOptions.Web),
        Timeout = null,
        Breaker = new JobBreaker
        {
            Policy = new BreakerPolicy
            {
                Failures = 1 + chance.Next(3),
                Window = TimeSpan.FromSeconds(2 + chance.Next(6)),
                Recovery = TimeSpan.FromSeconds(1 + chance.Next(4)),
                Trials = 1 + (chance.Next(3) / 2),
            },
            Resource = chance.Next(2) == 0 ? "target" : null,
            WhileOpen = (WhileOpen)chance.Next(2),
        },
    };
}
