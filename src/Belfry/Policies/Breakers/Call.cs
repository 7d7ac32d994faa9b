using Belfry.Runs;

namespace Belfry.Policies.Breakers;

/// <summary>What the end of an attempt says about what it called.</summary>
internal enum CallOutcome
{
    Succeeded,
    Failed,

    /// <summary>Nobody knows, or it says nothing about the target: cancelled, handed back, lost with its node.</summary>
    Unknown,
}

/// <summary>An attempt that ended.</summary>
/// <param name="ClaimedAt">By the store's clock; tells to which period of the breaker it belongs.</param>
/// <param name="Error">What went wrong, for people; null when nothing did.</param>
internal readonly record struct Call(DateTimeOffset ClaimedAt, CallOutcome Outcome, string? Error)
{
    private const int MostText = 200;

    /// <param name="state">What the attempt ended as; of a run that somebody cancelled, cancelled.</param>
    public static Call Of(DateTimeOffset claimedAt, RunState state, RunError? error) => state switch
    {
        RunState.Succeeded => new Call(claimedAt, CallOutcome.Succeeded, null),
        RunState.Failed or RunState.Dead or RunState.Retrying when error?.Type != RunErrors.WorkerLost =>
            new Call(claimedAt, CallOutcome.Failed, error is null ? null : Text(error)),
        _ => new Call(claimedAt, CallOutcome.Unknown, null),
    };

    private static string Text(RunError error)
    {
        // The message of a kind of Belfry's own (timeout, exit-code) says it all; of an exception's type the last part tells.
        var kind = char.IsAsciiLetterLower(error.Type[0]) ? "" : $"{error.Type[(error.Type.LastIndexOf('.') + 1)..]}: ";
        var line = $"{kind}{error.Message}".ReplaceLineEndings(" ").TrimEnd(' ', '.');
        return line.Length <= MostText ? line : $"{line[..MostText]}…";
    }
}
