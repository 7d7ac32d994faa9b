using System.Globalization;
using System.Text;
using Belfry.Schedules;
using Belfry.Schedules.Cron;
using Quartz;

namespace Belfry.Benchmarks;

/// <summary>The next occurrence, and parsing, against Quartz on the same expressions, zones and instants.</summary>
internal static class SchedulesBenchmark
{
    private static readonly string[] Expressions =
    [
        "* * * * *", "0 */6 * * *", "59 23 * * *", "0 2 * * 0", "0 9 * * 1-5", "0 0 L * *", "0 0 29 2 *", "30 2 * * *",
    ];

    private static readonly string[] Zones = ["UTC", "America/New_York"];

    public static string Run()
    {
        var table = new StringBuilder("| what | expression | Belfry ns | Belfry B | Quartz ns | Quartz B | times as fast |\n|---|---|---:|---:|---:|---:|---:|\n");
        foreach (var zone in Zones)
        {
            foreach (var expression in Expressions)
                Add(table, "next, " + zone, expression, Duel.Fight(new OurNext(expression, zone), new TheirNext(expression, zone)));
        }
        foreach (var expression in Expressions)
        {
            Add(table, "parse a schedule", expression, Duel.Fight(new OurParse(expression), new TheirParse(expression)));
            Add(table, "parse cron alone", expression, Duel.Fight(new OurCronParse(expression), new TheirParse(expression)));
        }
        return table.ToString();
    }

    private static void Add(StringBuilder table, string what, string expression, (Figure Ours, Figure Theirs) duel)
    {
        var (ours, theirs) = duel;
        table.Append(
            CultureInfo.InvariantCulture,
            $"| {what} | `{expression}` | {ours.Nanoseconds:F1} | {ours.Bytes:F0} | {theirs.Nanoseconds:F1} | {theirs.Bytes:F0} | {theirs.Nanoseconds / ours.Nanoseconds:F2} |\n");
    }

    private static CronExpression Quartz(string expression) => CronExpression.Parse(expression, global::Quartz.CronFormat.Unix);

    private readonly struct OurNext(string expression, string zone) : IWork
    {
        private readonly DateTimeOffset[] _instants = Instants.Random();
        private readonly Schedule _schedule = Schedule.Parse(expression, new ScheduleOptions { Zone = zone });

        public long Run(int times)
        {
            var (instants, schedule, sum) = (_instants, _schedule, 0L);
            for (var i = 0; i < times; i++)
                sum += schedule.Next(instants[i & (Instants.Count - 1)])!.Value.Ticks;
            return sum;
        }
    }

    private readonly struct TheirNext(string expression, string zone) : IWork
    {
        private readonly DateTimeOffset[] _instants = Instants.Random();
        private readonly CronExpression _cron = Quartz(expression).WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));

        public long Run(int times)
        {
            var (instants, cron, sum) = (_instants, _cron, 0L);
            for (var i = 0; i < times; i++)
                sum += cron.GetNextValidTimeAfter(instants[i & (Instants.Count - 1)])!.Value.Ticks;
            return sum;
        }
    }

    private readonly struct OurParse(string expression) : IWork
    {
        public long Run(int times)
        {
            var sum = 0L;
            for (var i = 0; i < times; i++)
                sum += Schedule.Parse(expression).Zone.Length;
            return sum;
        }
    }

    private readonly struct OurCronParse(string expression) : IWork
    {
        public long Run(int times)
        {
            var sum = 0L;
            for (var i = 0; i < times; i++)
            {
                CronPattern.TryParse(expression, Belfry.Schedules.CronFormat.Auto, DayRule.Or, null, out var pattern, out _);
                sum += pattern!.FieldCount;
            }
            return sum;
        }
    }

    private readonly struct TheirParse(string expression) : IWork
    {
        public long Run(int times)
        {
            var sum = 0L;
            for (var i = 0; i < times; i++)
                sum += Quartz(expression).CronExpressionString.Length;
            return sum;
        }
    }
}
