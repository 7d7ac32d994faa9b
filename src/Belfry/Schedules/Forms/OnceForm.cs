using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>One run: at an instant, or at a local time of the zone.</summary>
internal sealed class OnceForm(long at, bool isLocal) : ScheduleForm
{
    public override ScheduleKind Kind => ScheduleKind.Once;

    public override string Text => "once at " + (isLocal ? Written.Local(at) : Written.Instant(at));

    public override string Words(Binding binding) => "Once, at " + Written.Spoken(isLocal ? at : binding.Local(at));

    public override FireSet Fires(Binding binding) => isLocal || binding.Moves
        ? binding.Zoned(new OneSlot(isLocal ? at : binding.Local(at)))
        : binding.Elapsed(new SingleFire(at));
}
