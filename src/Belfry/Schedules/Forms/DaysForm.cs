using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>Every n-th day at times of day; without times, at that of what it is counted from. The clock time stays through offset changes.</summary>
internal sealed class DaysForm(int every, long? anchor, int[]? times) : ScheduleForm
{
    public override ScheduleKind Kind => every == 1 && times is not null ? ScheduleKind.Daily : ScheduleKind.CalendarInterval;

    public override string Text => Kind == ScheduleKind.Daily
        ? "daily at " + Written.Times(times!)
        : "every " + Period.Days(every)
            + (anchor is { } from ? " from " + Written.Local(from) : "")
            + (times is null ? "" : " at " + Written.Times(times));

    public override string Words(Binding binding)
    {
        var at = "At " + Written.List([.. Times(binding).Select(Written.Time)]);
        return every == 1
            ? at + " every day"
            : at + " every " + Period.Days(every) + ", counted from " + Written.Spoken(Anchor(binding))[..10];
    }

    public override FireSet Fires(Binding binding) =>
        binding.Zoned(new TimedDays(new EveryDays(every, Wall.DayOf(Anchor(binding))), Times(binding)));

    private long Anchor(Binding binding) => anchor ?? binding.AnchorLocal;

    private int[] Times(Binding binding) => times ?? [Wall.SecondOf(Anchor(binding))];
}
