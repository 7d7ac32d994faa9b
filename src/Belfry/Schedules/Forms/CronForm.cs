using Belfry.Schedules.Cron;
using Belfry.Schedules.Fires;
using Belfry.Schedules.Words;

namespace Belfry.Schedules.Forms;

internal sealed class CronForm(CronPattern pattern, string source) : ScheduleForm
{
    public CronPattern Pattern => pattern;

    /// <summary>As typed; some warnings are about the spelling.</summary>
    public string Source => source;

    public override ScheduleKind Kind => ScheduleKind.Cron;

    public override string Text => pattern.ToString();

    public override string Words(Binding binding) => CronWords.Of(pattern);

    public override FireSet Fires(Binding binding) => binding.Zoned(pattern);
}
