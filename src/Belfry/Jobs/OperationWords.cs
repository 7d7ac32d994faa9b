using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>What an operation is about, in one line.</summary>
internal static class OperationWords
{
    public static string Of(OperationPlan plan) => plan switch
    {
        RecoverPlan recover => $"retry {Of(recover.Selection)}{Pace(recover)}",
        DiscardPlan discard => $"discard {Of(discard.Selection)}",
        BackfillPlan backfill => $"backfill {backfill.Job} from {Durations.Instant(backfill.From)} to {Durations.Instant(backfill.To)}, {backfill.Parallel} at once",
        _ => "something of a newer version",
    };

    private static string Of(LetterSelection letters) => letters.Ids is { } ids
        ? $"{ids.Count:N0} dead letters by id"
        : string.Concat(
            "dead letters",
            letters.Job is { } job ? $" of {job}" : "",
            letters.Fingerprint is { } cause ? $" of cause {cause}" : "",
            letters.Since is { } since ? $" since {Durations.Instant(since)}" : "");

    private static string Pace(RecoverPlan plan) => string.Concat(
        plan is { Rate: { } rate, Per: { } per } ? $", {RateText.Write(rate, per)}" : "",
        plan.Canary > 0 ? $", {plan.Canary} first" : "",
        plan.StopAfter is { } most ? $", until {most} fail" : "");
}
