using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>Started by other jobs.</summary>
internal sealed class AfterForm(IReadOnlyList<string> names) : ScheduleForm
{
    public IReadOnlyList<string> Names => names;

    public override ScheduleKind Kind => ScheduleKind.After;

    public override string Text => "after " + string.Join(", ", names);

    public override string Words(Binding binding) => "After " + Written.List(names);

    public override FireSet Fires(Binding binding) => NoFires.Instance;

    public override bool IsTimed => false;
}
