using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>What becomes of a run whose node was lost.</summary>
internal static class LostRun
{
    /// <summary>The state it ends in; null when it is put back.</summary>
    /// <param name="wasCancelled">Somebody had asked it to end.</param>
    /// <param name="mayStartOnce">Its job says <c>onWorkerLost: fail</c>.</param>
    /// <param name="losses">How often it was lost, this time among them.</param>
    public static RunState? End(bool wasCancelled, bool mayStartOnce, int losses, int maxLost) =>
        wasCancelled ? RunState.Cancelled
        : mayStartOnce ? RunState.Failed
        : losses >= maxLost ? RunState.Dead
        : null;

    /// <summary>Why it is a dead letter; null when it is none.</summary>
    public static DeathReason? Death(RunState end) => end == RunState.Dead ? DeathReason.Lost : null;

    public static RunError Error(string? node, int attempt) =>
        new(RunErrors.WorkerLost, $"Node {node} was lost during attempt {attempt}.", null, RunErrors.WorkerLost);
}
