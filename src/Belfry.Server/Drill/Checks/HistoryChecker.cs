namespace Belfry.Server.Drill.Checks;

/// <summary>Decides by the four logs alone which promises were broken. Pure.</summary>
/// <remarks>
/// After the checker of Jepsen's Chronos test, but stricter: runs carry their tick, so that they are matched by key and not by
/// time. <c>docs/guides/drill.md</c> says what each check looks at.
/// </remarks>
internal static class HistoryChecker
{
    public static IReadOnlyList<Finding> Check(History history) =>
    [
        .. TickChecks.Lost(history),
        .. TickChecks.Twice(history),
        .. TickChecks.SecondRuns(history),
        .. TokenChecks.StaleEnds(history),
        .. RepeatChecks.Unexplained(history),
        .. OverlapChecks.NotAlone(history),
        .. OverlapChecks.OneRunTwice(history),
        .. CallChecks.Enqueues(history),
        .. CallChecks.Answers(history),
        .. EndChecks.LeftOver(history),
        .. TimeChecks.Early(history),
        .. TimeChecks.TooLate(history),
        .. TimeChecks.SlowRecoveries(history),
        .. EndChecks.LostTooOften(history),
        .. TokenChecks.StaleEffects(history),
        .. TokenChecks.UnexplainedStaleEffects(history),
        .. EndChecks.Changed(history),
    ];
}
