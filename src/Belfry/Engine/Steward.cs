using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// Takes the next steps of operations: recovered dead letters, backfills. Any node does it; of two that decide on the same step the
/// store takes one.
/// </summary>
internal sealed class Steward(IStore store, Node node, EngineContext engine) : IService
{
    private const int Batch = 10;

    // Where others can wake this node; else it looks as often as for everything.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    public string Name => "steward";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (!node.MayWork)
        {
            return node.Options.PollEvery;
        }

        var sentAt = engine.Time.GetTimestamp();
        var due = await store.Operations.Due(Batch, cancellation);
        engine.Clock.Learn(due.Now, sentAt);
        var next = due.NextAt;
        foreach (var operation in due.Operations)
        {
            var step = OperationSteps.Next(operation, await ScheduleOf(operation, cancellation), due.Now);

            // Dies here: nothing is written, the next look finds the same step. Dies after: it is taken, runs and all.
            var after = await store.Operations.Step(step, cancellation);
            next = after is null ? due.Now : Earlier(next, after.NextAt);
            Wake(operation, after);
        }

        var idle = store.Wakeups is null ? node.Options.PollEvery : IdleTime;
        var wait = (next - engine.Clock.Now) ?? idle;
        return wait < idle ? wait : idle;
    }

    private async ValueTask<Schedule?> ScheduleOf(OperationRecord operation, CancellationToken cancellation) =>
        operation is { State: OperationState.Running, Plan: BackfillPlan plan }
            ? (await store.Jobs.Get(plan.Job, cancellation))?.Definition.ReadSchedule()
            : null;

    private void Wake(OperationRecord before, OperationRecord? after)
    {
        if (after?.Made - before.Made is > 0 and var made)
        {
            engine.WorkerWakeup.Set();
            if (made > node.FreeSlots)
            {
                engine.Announce();
            }
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? known, DateTimeOffset? other) =>
        known is null || other < known ? other ?? known : known;
}
