using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of dead letters and of the operations on them: a run that died is a letter or was recovered, once; a backfill keeps
/// its bound; whatever was started comes to an end (promises I4, I7).
/// </summary>
internal sealed class OperationOracle(World world, Oracle oracle)
{
    public OperationRecord? Stepped(OperationStep step, OperationRecord? after)
    {
        if (after is null)
        {
            return null;
        }

        world.Note($"step {after.Steps} of {after.Plan.Kind} {after.Id:n}: {after.State}, {after.Taken} of {after.Total}, {after.Made} made");

        // A job whose schedule is edited meanwhile has other ticks than were counted.
        oracle.Require(
            after.Taken <= after.Total || after.Plan is BackfillPlan,
            $"I4: operation {after.Id:n} has dealt with {after.Taken} of {after.Total}, some of them twice");
        oracle.Require(
            after.Plan is not BackfillPlan plan || after.Live <= plan.Parallel,
            $"operation {after.Id:n} has {after.Live} runs under way, more than its bound");
        return after;
    }

    /// <summary>When the faults are over and all has ended.</summary>
    public void Check(IStore store, IReadOnlyList<RunRecord> runs, IReadOnlyCollection<Guid> started)
    {
        var operations = Get(store.Operations.List(new OperationQuery(Limit: 1_000), CancellationToken.None)).Items;
        foreach (var id in started)
        {
            oracle.Require(operations.Any(operation => operation.Id == id), $"I3: operation {id:n} was acknowledged, and it is not there");
        }

        foreach (var operation in operations)
        {
            oracle.Require(
                operation is { State: not OperationState.Running, Live: 0 },
                $"I7: operation {operation.Id:n} is {operation.State} with {operation.Live} runs under way, long after the faults ended");
        }

        if (!world.Setting.Has(Fault.Pruning))
        {
            NoDeadRunIsForgotten(store, runs);
        }
    }

    private void NoDeadRunIsForgotten(IStore store, IReadOnlyList<RunRecord> runs)
    {
        var letters = Get(store.DeadLetters.List(new DeadQuery(Limit: 100_000), CancellationToken.None)).Items.Select(letter => letter.Run).ToHashSet();
        var recovered = runs.Where(run => run is { Trigger: RunTrigger.Retry, Parent: not null }).GroupBy(run => run.Parent!.Value)
            .ToDictionary(run => run.Key, run => run.Count());
        foreach (var dead in runs.Where(run => run.State == RunState.Dead))
        {
            int places = (letters.Contains(dead.Id) ? 1 : 0) + recovered.GetValueOrDefault(dead.Id);
            oracle.Require(places > 0, $"I7: run {dead.Id:n} of {dead.Job} died, and there is neither a letter nor a recovery of it");
            oracle.Require(places == 1, $"I4: run {dead.Id:n} of {dead.Job} died, and was recovered {recovered.GetValueOrDefault(dead.Id)} times{(letters.Contains(dead.Id) ? " besides its letter" : "")}");
        }
    }

    private static T Get<T>(ValueTask<T> call) => call.GetAwaiter().GetResult();
}
