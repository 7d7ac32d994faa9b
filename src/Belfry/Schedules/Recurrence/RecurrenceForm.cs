using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;
using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Recurrence;

/// <summary>An RRULE with or without DTSTART. Without one it is counted from the start of the window, else from 2001-01-01T00:00.</summary>
internal sealed class RecurrenceForm(RecurrenceRule rule, long? start) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Recurrence;

    public override string Text => (start is { } at ? "DTSTART:" + RuleText.Stamp(at) + " " : "") + "RRULE:" + RuleText.Of(rule);

    public override string Words(Binding binding) => RuleWords.Of(rule.From(Start(binding)), start);

    public override FireSet Fires(Binding binding)
    {
        var first = Start(binding);
        var full = rule.From(first);
        SlotPattern slots = rule.Frequency < Frequency.Daily ? new ClockedRecurrence(full, first) : new DatedRecurrence(full, first);
        var last = rule.Until is { } until ? until.IsUtc ? binding.Local(until.Seconds) : until.Seconds : Civil.LastSecond;
        if (rule.Count is { } count)
            last = Last(slots, first, count);
        // Asked once, so that a rule that never fires does not search 400 years each time.
        var never = slots.Ceiling(first) is var earliest && earliest > last;
        return binding.Zoned(never ? NoSlots.Instance : new ClippedSlots(slots, earliest, last));
    }

    private long Start(Binding binding) => start ?? binding.AnchorLocal;

    private static long Last(SlotPattern slots, long first, int count)
    {
        var last = first - 1;
        for (var n = 0; n < count && slots.Ceiling(last + 1) is var slot and not SlotPattern.NoneAfter; n++)
            last = slot;
        return last;
    }
}
