using Belfry.Runs;

namespace Belfry.Policies.Dependencies;

/// <summary>How an upstream job stands for a tick.</summary>
/// <param name="State">The final state of its run; <see cref="RunState.Skipped"/> when it did not and will not run; null while that is open.</param>
/// <param name="Detail">Of one that did not run: why, in words that go on from its name.</param>
internal readonly record struct UpstreamTick(string Job, RunState? State, string? Detail = null)
{
    public bool IsOpen => State is null;
    public bool DidNotRun => State == RunState.Skipped;
    public bool Failed => State is RunState.Failed or RunState.Dead;

    /// <summary>It ran, and did not succeed.</summary>
    public bool WentWrong => Failed || State == RunState.Cancelled;

    public string Sentence => State switch
    {
        RunState.Skipped => $"{Job} {Detail ?? "did not run"}",
        RunState.Cancelled => $"{Job} was cancelled",
        RunState.Dead => $"{Job} failed for good",
        RunState.Failed => $"{Job} failed",
        RunState.Succeeded => $"{Job} succeeded",
        _ => $"{Job} has not ended",
    };
}
