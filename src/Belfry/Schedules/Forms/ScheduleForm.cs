using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>One kind of schedule text, parsed: what it means, its canonical text without the zone, and its description.</summary>
internal abstract class ScheduleForm
{
    public abstract ScheduleKind Kind { get; }

    public abstract string Text { get; }

    /// <summary>One sentence without a full stop and without the zone.</summary>
    public abstract string Words(Binding binding);

    public abstract FireSet Fires(Binding binding);

    /// <summary>Whether the clock starts it at all.</summary>
    public virtual bool IsTimed => true;
}
