using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Texts;

/// <summary>What is wrong with the settings beside the text. Such errors have no place in it: position and length are 0.</summary>
internal static class OptionsText
{
    public static ScheduleError? Check(ScheduleOptions options, ScheduleForm form)
    {
        if (options.End < options.Start)
            return Fail("SCHEDULE_BAD_WINDOW", "end", "is before the start", "an end at or after the start");
        if (options.Jitter < TimeSpan.Zero)
            return Fail("SCHEDULE_BAD_JITTER", "jitter", "is negative", "zero or more");
        if (options.Calendars.Count > 0 && options.OnExcluded != ExcludedPolicy.Drop && form.Kind == ScheduleKind.Interval)
            return Fail("SCHEDULE_CANNOT_MOVE", "onExcluded", "an elapsed interval has no time of day to keep", "drop, or a schedule that names times of day");
        return null;
    }

    private static ScheduleError Fail(string code, string field, string problem, string expected) =>
        Cursor.Describe(code, field, new Token(0, 0), "", problem, expected, null);
}
