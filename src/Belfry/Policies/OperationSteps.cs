using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>What an operation does next. Pure.</summary>
internal static class OperationSteps
{
    /// <summary>Letters of one step: what one transaction does must not keep others waiting.</summary>
    public const int Slice = 500;

    // Runs are made this far ahead of their start: a node that dies in between keeps nobody waiting, and a stop leaves few behind.
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(10);

    // Runs that end wake the node they ran on, so this is only for those of nodes that could not.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <param name="operation">Running, or ended with runs that have not.</param>
    /// <param name="schedule">Of a backfill's job; null when there is no such job, or its schedule cannot be read.</param>
    /// <param name="now">The store's clock.</param>
    public static OperationStep Next(OperationRecord operation, Schedule? schedule, DateTimeOffset now) =>
        operation.State != OperationState.Running ? Watch(operation, operation.State, operation.Note, now)
        : operation.Plan switch
        {
            RecoverPlan plan => Recover(operation, plan, now),
            BackfillPlan plan => Backfill(operation, plan, schedule, now),
            _ => Discard(operation, now),
        };

    private static OperationStep Discard(OperationRecord operation, DateTimeOffset now) => operation.Exhausted
        ? new OperationStep(operation, OperationState.Done, null, null)
        : Go(operation, now) with { Letters = Slice };

    private static OperationStep Recover(OperationRecord operation, RecoverPlan plan, DateTimeOffset now)
    {
        bool isTried = operation.Made <= plan.Canary && plan.Canary > 0;
        if (operation.Failed > 0 && isTried)
        {
            return Stop(operation, $"{Runs(operation.Failed)} of the first {plan.Canary:N0} did not succeed; the letters that are left stay", now);
        }

        if (plan.StopAfter is { } most && operation.Failed >= most)
        {
            return Stop(operation, $"{Runs(operation.Failed)} did not succeed; the letters that are left stay", now);
        }

        if (operation.Exhausted)
        {
            return Watch(operation, OperationState.Running, null, now);
        }

        if (isTried || plan.Canary > operation.Made)
        {
            int missing = plan.Canary - (int)operation.Made;
            return missing > 0 ? Go(operation, now) with { Letters = missing }
                : operation.Live > 0 ? Watch(operation, OperationState.Running, null, now)
                : Paced(operation, plan, now);
        }

        return Paced(operation, plan, now);
    }

    private static OperationStep Paced(OperationRecord operation, RecoverPlan plan, DateTimeOffset now)
    {
        if (plan is not { Rate: { } rate, Per: { } per })
        {
            return Go(operation, now) with { Letters = Slice };
        }

        // Instants that passed while no node was there are not caught up with: that would be the burst the pace is to prevent.
        var interval = per / rate;
        var first = operation.PacedTo > now ? operation.PacedTo.Value : now;
        long fit = first > now + Horizon ? 0 : 1 + ((now + Horizon - first).Ticks / Math.Max(1, interval.Ticks));
        int letters = (int)Math.Min(fit, Slice);
        var next = first + (interval * letters);
        return Go(operation, letters == Slice ? now : Later(next - (Horizon / 2), now + Look)) with
        {
            Letters = letters,
            StartAt = first,
            Interval = interval,
        };
    }

    private static OperationStep Backfill(OperationRecord operation, BackfillPlan plan, Schedule? schedule, DateTimeOffset now)
    {
        if (schedule is null)
        {
            return Stop(operation, $"there is no job {plan.Job} whose schedule can be read", now);
        }

        int free = (int)Math.Min(plan.Parallel - operation.Live, Slice);
        var ticks = Ticks(schedule, operation.TickedTo ?? plan.From.AddTicks(-1), plan.To).Take(Math.Max(free, 1)).ToList();
        return ticks.Count == 0 ? Watch(operation, OperationState.Running, null, now)
            : free <= 0 ? Go(operation, now + Look)
            : Go(operation, now) with { Ticks = ticks };
    }

    /// <summary>The ticks after one instant, up to another.</summary>
    public static IEnumerable<DateTimeOffset> Ticks(Schedule schedule, DateTimeOffset after, DateTimeOffset to)
    {
        for (var due = schedule.Next(after); due is { } tick && tick <= to; due = schedule.Next(tick))
        {
            yield return tick;
        }
    }

    /// <summary>Nothing is left to do but to see its runs end.</summary>
    private static OperationStep Watch(OperationRecord operation, OperationState state, string? note, DateTimeOffset now) =>
        operation.Live > 0
            ? new OperationStep(operation, state, note, now + Look)
            : new OperationStep(operation, state == OperationState.Running ? OperationState.Done : state, note, null);

    private static OperationStep Stop(OperationRecord operation, string why, DateTimeOffset now) =>
        Watch(operation, OperationState.Stopped, why, now);

    private static OperationStep Go(OperationRecord operation, DateTimeOffset nextAt) =>
        new(operation, OperationState.Running, null, nextAt);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string Runs(long count) => count == 1 ? "1 run" : $"{count:N0} runs";
}
