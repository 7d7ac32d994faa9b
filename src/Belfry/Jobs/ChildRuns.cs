using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>The runs that one run asks for. Their ids follow from its own, so that a second attempt finds those of the first.</summary>
internal sealed class ChildRuns(IStore store, Action wake, ClaimedRun parent)
{
    private const int Most = 1_000;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // Counted over the whole attempt.
    private int asked;

    public async Task<RunBatch> Enqueue(IReadOnlyList<ChildRun> children, CancellationToken cancellation)
    {
        if (children.Count is 0 or > Most)
        {
            throw new ArgumentException($"A batch has from 1 to {Most:N0} runs, not {children.Count:N0}.", nameof(children));
        }

        var runs = children.Select(NewRun).ToList();
        var results = await store.Runs.Enqueue(runs, cancellation);
        int unknown = results.ToList().IndexOf(null);
        if (unknown >= 0)
        {
            throw new JobNotFoundException($"There is no job named '{children[unknown].Job}'; the others of the batch were asked for.");
        }

        wake();
        return new RunBatch([.. results.Select(result => result!.Id)]);
    }

    /// <exception cref="SnoozeException">Some have not ended.</exception>
    public async Task<IReadOnlyList<RunRecord>> Ended(RunBatch batch, CancellationToken cancellation)
    {
        var ended = new List<RunRecord>(batch.Runs.Count);
        int open = 0;
        foreach (var id in batch.Runs)
        {
            // One that is not there any more has ended: retention prunes nothing else.
            if (await store.Queries.Run(id.ToString("n"), cancellation) is { } run)
            {
                open += run.FinishedAt is null ? 1 : 0;
                ended.Add(run);
            }
        }

        return open == 0 ? ended : throw new SnoozeException(Wait(parent.Snoozes), $"{open} of {batch.Runs.Count} runs have not ended");
    }

    /// <summary>How long to wait before looking again: what takes long is looked at less often.</summary>
    internal static TimeSpan Wait(int snoozes)
    {
        var grown = FirstWait * Math.Pow(1.5, Math.Min(snoozes, 20));
        return grown < LongestWait ? grown : LongestWait;
    }

    private NewRun NewRun(ChildRun child)
    {
        string key = child.Key ?? $"#{asked}";
        asked++;
        return new NewRun(
            RunId.ForChild(parent.Id, key),
            child.Job,
            RunTrigger.Api,
            Due: null,
            AvailableAt: null,
            child.Json,
            UniqueKey: null,
            parent.Id,
            parent.DryRun,
            parent.Definition.Name);
    }
}
