using Belfry.Schedules;
using Belfry.Schedules.Forecasts;

namespace Belfry.Tests.Schedules.Forecasts;

/// <summary>Jobs and instants of one day for tests of forecasts.</summary>
internal static class Planned
{
    public static readonly DateTimeOffset Day = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    public static LoadSpan Whole => new(Day, Day.AddDays(1), TimeSpan.FromMinutes(1));

    public static PlannedJob Job(string name, string schedule, string queue = "default", TimeSpan jitter = default) =>
        new(name, queue, Schedule.Parse(schedule, new ScheduleOptions { Seed = name, Jitter = jitter }));

    public static SpreadJob Movable(string name, string schedule) => new(Job(name, schedule), schedule);

    public static DateTimeOffset At(string clock) => Day + TimeSpan.Parse(clock, System.Globalization.CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset instant) => instant.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
