namespace Belfry.Schedules.Cron;

internal enum CronItemKind
{
    Value,
    Range,

    /// <summary><c>*</c> or <c>*/1</c>: does not restrict.</summary>
    Star,
}

/// <summary>The values First, First + Step, … up to Last; beyond the field's greatest value they begin again at its least.</summary>
internal readonly record struct CronItem(int First, int Last, int Step, CronItemKind Kind)
{
    /// <summary>Makes a time field follow elapsed time.</summary>
    public bool IsInterval => Kind != CronItemKind.Value;

    public ulong Mask(CronField field)
    {
        if (Step == 1 && Last <= field.Max)
            return (2UL << Last) - (1UL << First);
        var mask = 0UL;
        for (var value = First; value <= Last; value += Step)
            mask |= 1UL << field.Wrap(value);
        return mask;
    }
}
