using Belfry.Schedules.Fires;

namespace Belfry.Schedules.Forms;

/// <summary>Started by a person, or by the start of the host.</summary>
internal sealed class UntimedForm(ScheduleKind kind, string text, string words) : ScheduleForm
{
    public static UntimedForm Manual { get; } = new(ScheduleKind.Manual, "manual", "Only when started by hand");

    public static UntimedForm Startup { get; } = new(ScheduleKind.Startup, "@reboot", "When the host starts");

    public override ScheduleKind Kind => kind;

    public override string Text => text;

    public override string Words(Binding binding) => words;

    public override FireSet Fires(Binding binding) => NoFires.Instance;

    public override bool IsTimed => false;
}
