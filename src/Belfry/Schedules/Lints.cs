using Belfry.Schedules.Forms;

namespace Belfry.Schedules;

internal static class Lints
{
    public static IReadOnlyList<ScheduleWarning> Of(Schedule schedule, ScheduleForm form, Binding binding, DateTimeOffset now) => [];
}
