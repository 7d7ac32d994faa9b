namespace Belfry.Jobs;

/// <summary>Why a job did or did not run at an instant.</summary>
/// <param name="At">The instant that was asked for, or the newest tick when none was.</param>
/// <param name="Outcome"><c>run</c>, <c>skipped</c>, <c>pending</c>, <c>unrecorded</c>, <c>no-tick</c> or <c>pruned</c>.</param>
/// <param name="Reason">The skip reason or the run's state, in the words of the API; null where there is none.</param>
/// <param name="Sentence">The answer, in one sentence.</param>
/// <param name="Links">API paths of what the sentence speaks of.</param>
public sealed record WhyAnswer(
    string Job, DateTimeOffset At, string Outcome, string? Reason, string Sentence, IReadOnlyList<string> Links);
