using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>A fixed elapsed period in seconds, counted from an instant.</summary>
internal sealed class IntervalForm(long period, long? anchor) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Interval;

    public override string Text => "every " + Period.Text(period) + (anchor is { } from ? " from " + Written.Instant(from) : "");

    public override string Words(Binding binding)
    {
        var words = "Every " + Period.Text(period);
        return 3600 % period == 0 && anchor is null && binding.Start is null
            ? words
            : words + ", counted from " + Written.Spoken(binding.Local(anchor ?? binding.Anchor));
    }

    public override FireSet Fires(Binding binding) => binding.Elapsed(new ElapsedFires(period, anchor ?? binding.Anchor));
}
