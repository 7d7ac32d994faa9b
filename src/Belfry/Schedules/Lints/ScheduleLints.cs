using System.Globalization;
using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Lints;

/// <summary>Warnings about when a schedule fires; those about how cron text is spelled are in <see cref="CronLints"/>.</summary>
internal static class ScheduleLints
{
    // A whole-second schedule fires at most 86,400 times a day: this is more often than every nine seconds.
    private const int ManyRunsPerDay = 10_000;
    private const int MostDatesNamed = 4;

    public static IReadOnlyList<ScheduleWarning> Of(Schedule schedule, ScheduleForm form, DateTimeOffset now)
    {
        var warnings = new List<ScheduleWarning>();
        if (form is CronForm cron)
            warnings.AddRange(CronLints.Of(cron));
        if (schedule.NeverFires)
            warnings.Add(Never(schedule));
        else if (form.IsTimed)
            warnings.AddRange(Frequent(schedule, now).Concat(OffsetChanges(schedule, form, now)));
        return [.. warnings.OrderBy(w => w.Code, StringComparer.Ordinal)];
    }

    private static ScheduleWarning Never(Schedule schedule)
    {
        var options = schedule.Options;
        var why = options.Calendars.Count > 0 || options.Start is not null || options.End is not null
            ? "its window and calendars leave no run"
            : "no date matches it";
        return new("W05", "This schedule never fires: " + why + ".");
    }

    private static IEnumerable<ScheduleWarning> Frequent(Schedule schedule, DateTimeOffset now)
    {
        var from = schedule.Next(now) ?? now;
        if (from <= DateTimeOffset.MaxValue.AddDays(-1) && schedule.Count(from, from.AddDays(1), ManyRunsPerDay + 1) > ManyRunsPerDay)
            yield return new("W11", string.Create(CultureInfo.InvariantCulture, $"This schedule runs more than {ManyRunsPerDay:N0} times a day."));
    }

    // Skipped fires leave no trace among the fires; asked with another policy they show themselves.
    private static IEnumerable<ScheduleWarning> OffsetChanges(Schedule schedule, ScheduleForm form, DateTimeOffset now)
    {
        const int Years = 2;
        var shown = schedule.Options.Gap == GapPolicy.Skip
            ? Schedule.Parse(schedule.ToString(), schedule.Options with { Gap = GapPolicy.After })
            : schedule;
        var followsClock = form is CronForm { Pattern.IsInterval: true } or WindowForm && schedule.Options.Overlap == OverlapPolicy.Auto;
        string[] dates =
        [.. shown.Transitions(now, Years)
            .Where(f => !followsClock || f.Note != "overlap")
            .Select(f => f.Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (f.Note == "overlap" ? " (repeated)" : " (skipped)"))
            .Distinct()];
        if (dates.Length > 0)
        {
            yield return new("W04", $"The clocks of {schedule.Zone} skip or repeat a time of this schedule on "
                + Written.List([.. dates.Take(MostDatesNamed)]) + (dates.Length > MostDatesNamed ? " and later." : "."));
        }
    }
}
