using System.Diagnostics;
using System.Globalization;
using System.Text;
using Belfry.Schedules;
using Belfry.Schedules.Forecasts;

namespace Belfry.Benchmarks;

/// <summary>The plan and the load of 50,000 jobs: what a page of 5,000 fires, a day's load and a spread cost.</summary>
internal static class PlanBenchmark
{
    private const int Jobs = 50_000;
    private const int Fires = 5_000;
    private const int Rounds = 15;
    private static readonly DateTimeOffset From = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

    public static string Run()
    {
        var table = new StringBuilder("| jobs | what | ms |\n|---|---|---:|\n");
        foreach (var (name, text) in new (string, Func<int, string>)[] { ("daily", Daily), ("hourly and daily", Mixed), ("every minute", _ => "* * * * *") })
        {
            var jobs = Read(text);
            Add(table, name, "reading all schedules", () => Read(text));
            Add(table, name, $"page of {Fires:N0} fires", () => Page(jobs, null));
            var next = Page(jobs, null);
            Add(table, name, "the page after it", () => Page(jobs, next));
            if (name != "every minute")
                Add(table, name, "load of a day by minutes", () => LoadCount.Of(jobs, Day));
        }

        SpreadJob[] crowd = [.. Enumerable.Range(0, 1_000).Select(i => new SpreadJob(Job(i, "0 3 * * *"), "0 3 * * *"))];
        var others = Read(Mixed);
        Add(table, "hourly and daily", $"spread of {crowd.Length:N0} more at 03:00", () => Spread.Suggest(others, crowd, Day, TimeSpan.FromMinutes(30), SpreadWay.Shift));
        return table.ToString();
    }

    private static LoadSpan Day => new(From, From.AddDays(1), TimeSpan.FromMinutes(1));

    private static string Daily(int i) => string.Create(CultureInfo.InvariantCulture, $"{i * 7 % 60} {i * 11 % 24} * * *");

    private static string Mixed(int i) => i % 4 == 0 ? Daily(i) : string.Create(CultureInfo.InvariantCulture, $"{i * 7 % 60} */{1 + i % 6} * * *");

    private static PlannedJob[] Read(Func<int, string> text) => [.. Enumerable.Range(0, Jobs).Select(i => Job(i, text(i)))];

    private static PlannedJob Job(int i, string text) => new(
        string.Create(CultureInfo.InvariantCulture, $"job-{i:00000}"),
        "default",
        Schedule.Parse(text, new ScheduleOptions { Zone = Zones[i % Zones.Length] }));

    private static PlanPosition? Page(PlannedJob[] jobs, PlanPosition? after)
    {
        var earliest = new EarliestFires(From, From.AddHours(6), after, Fires);
        foreach (var job in jobs)
            earliest.Add(job);
        return earliest.Page().Next;
    }

    private static void Add(StringBuilder table, string jobs, string what, Func<object?> work)
    {
        var times = new double[Rounds];
        work();
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            GC.KeepAlive(work());
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        table.Append(CultureInfo.InvariantCulture, $"| {Jobs:N0} {jobs} | {what} | {times[Rounds / 2]:F1} |\n");
    }
}
