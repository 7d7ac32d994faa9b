using Belfry.Policies;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>The ticks that a backfill is about.</summary>
/// <param name="Count">How many; one more than <see cref="OperationRecord.MostCounted"/> when there are more than that.</param>
/// <param name="First">The oldest; null when there is none.</param>
/// <param name="Last">The newest.</param>
public sealed record BackfillPreview(long Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    internal static BackfillPreview Of(Schedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        int count = OperationSteps.Ticks(schedule, from.AddTicks(-1), to).Take(OperationRecord.MostCounted + 1).Count();
        return count == 0
            ? new BackfillPreview(0, null, null)
            : new BackfillPreview(count, schedule.Next(from.AddTicks(-1)), schedule.Previous(to.AddTicks(1)));
    }
}
