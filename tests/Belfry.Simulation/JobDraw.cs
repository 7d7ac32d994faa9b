using System.Text.Json;
using Belfry.Jobs;
using Belfry.Policies;

namespace Belfry.Simulation;

/// <summary>Draws jobs.</summary>
internal static class JobDraw
{
    private static readonly string[] Schedules =
    [
        "every 1 second", "every 2 seconds", "every 3 seconds", "*/5 * * * * *", "*/7 * * * * * in Europe/Berlin",
        "0/10 * * * * *", "30 * * * * *", "every 20 seconds",
    ];

    public static string Schedule(Chance chance) => Schedules[chance.Next(Schedules.Length)];

    public static List<JobDefinition> Some(Chance chance) => [.. Enumerable.Range(0, 4 + chance.Next(6)).Select(i => One(chance, i))];

    private static JobDefinition One(Chance chance, int number)
    {
        var overlap = (OverlapRule)chance.Next(4);

        // Runs that queue must be shorter than any cadence, or their queue rightly never empties.
        var longest = overlap == OverlapRule.Queue ? 200 : 2_000;
        return new JobDefinition
        {
            Name = $"job{number}",
            Schedule = Schedule(chance),
            Run = new JobAction.Handler("work"),
            Args = JsonSerializer.SerializeToElement(
                new Executions.Work(chance.Next(longest), chance.Next(3) == 0 ? 25 : 0), JsonSerializerOptions.Web),
            Overlap = overlap,
            Misfire = new MisfirePolicy((MisfireRule)chance.Next(3), 5, TimeSpan.FromHours(1)),
            Retry = chance.Next(2) == 0 ? RetryPolicy.None : Retry.Fixed(3, TimeSpan.FromMilliseconds(300)),
            Timeout = chance.Next(4) == 0 ? TimeSpan.FromMilliseconds(700) : null,
            OnWorkerLost = (WorkerLostRule)chance.Next(2),
            Priority = chance.Next(3) * 10 - 10,
        };
    }
}
