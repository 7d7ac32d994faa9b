namespace Belfry.Jobs;

internal static class BreakerRules
{
    // The instants of failures stand in one row, which each failure writes.
    private const int MostFailures = 1_000;
    private const int MostTrials = 1_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static IEnumerable<JobProblem> Problems(JobBreaker? breaker) => breaker is null
        ? []
        :
        [
            .. JobValidation.Of("breaker.failures", JobValidation.Between(breaker.Policy.Failures, 1, MostFailures)),
            .. JobValidation.Of("breaker.window", JobValidation.Length(breaker.Policy.Window, Shortest, JobValidation.LongestWait)),
            .. JobValidation.Of("breaker.recovery", JobValidation.Length(breaker.Policy.Recovery, Shortest, JobValidation.LongestWait)),
            .. JobValidation.Of("breaker.trials", JobValidation.Between(breaker.Policy.Trials, 1, MostTrials)),
            .. JobValidation.Of("breaker.resource", breaker.Resource is { } resource ? JobName.Problem(resource) : null),
        ];
}
