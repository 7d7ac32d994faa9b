using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>What makes a plan unfit to be started; paths as in the API's requests.</summary>
internal static class OperationRules
{
    private const int MostRuns = 1_000_000;
    private const int MostCanaries = 1_000;
    private const int MostParallel = 1_000;
    private static readonly TimeSpan ShortestPer = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPer = TimeSpan.FromDays(1);

    public static IReadOnlyList<JobProblem> Problems(OperationPlan plan, DateTimeOffset now) =>
    [
        .. plan switch
        {
            RecoverPlan recover => Recover(recover),
            DiscardPlan discard => Letters(discard.Selection),
            BackfillPlan backfill => Backfill(backfill, now),
            _ => [],
        },
    ];

    private static IEnumerable<JobProblem> Recover(RecoverPlan plan) =>
    [
        .. Letters(plan.Selection),
        .. JobValidation.Of("rate", plan.Rate is { } rate ? JobValidation.Between(rate, 1, MostRuns) : null),
        .. JobValidation.Of("rate", plan.Per is { } per ? JobValidation.Length(per, ShortestPer, LongestPer) : null),
        .. JobValidation.Of("canary", JobValidation.Between(plan.Canary, 0, MostCanaries)),
        .. JobValidation.Of("stopOn", plan.StopAfter is { } most ? JobValidation.Between(most, 1, MostRuns) : null),
    ];

    private static IEnumerable<JobProblem> Letters(LetterSelection selection) =>
    [
        .. JobValidation.Of("ids", selection.Ids is { } ids && ids.Count is 0 or > LetterSelection.MostIds
            ? $"must name 1 to {LetterSelection.MostIds:N0} dead letters; for more say which by q."
            : null),
    ];

    private static IEnumerable<JobProblem> Backfill(BackfillPlan plan, DateTimeOffset now) =>
    [
        .. JobValidation.Of("to", plan.To < plan.From ? "lies before from; exchange them." : null),
        .. JobValidation.Of("to", plan.To > now ? "has not come yet; a backfill runs past ticks, up to now." : null),
        .. JobValidation.Of("parallel", JobValidation.Between(plan.Parallel, 1, MostParallel)),
    ];
}
