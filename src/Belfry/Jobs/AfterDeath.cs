using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>What became of the work of a run that ended as dead.</summary>
internal static class AfterDeath
{
    /// <returns>A sentence, and where to look; null for a run that did not die, or whose letter was discarded.</returns>
    public static async ValueTask<(string Sentence, string Link)?> Of(IStore store, RunRecord run, CancellationToken cancellation)
    {
        if (run.State != RunState.Dead)
        {
            return null;
        }

        if (await store.DeadLetters.Find(run.Id.ToString("n"), cancellation) is not null)
        {
            return ("It waits among the dead letters for somebody to retry or discard it.", $"/api/v1/dead/{run.Id:n}");
        }

        var again = await store.Queries.Run(RunId.ForRecovery(run.Id).ToString("n"), cancellation);
        return again is null
            ? null
            : ($"It was retried as run {again.Id:n}, which is {EnumWords<RunState>.Of(again.State)}.", $"/api/v1/runs/{again.Id:n}");
    }
}
