using Belfry.Policies;

namespace Belfry.Jobs;

internal static class RetryRules
{
    private const int MaxAttempts = 1_000;
    private const int MaxItems = 100;
    private const int MaxBudget = 1_000_000;
    private static readonly TimeSpan ShortestPer = TimeSpan.FromSeconds(1);

    public static IEnumerable<JobProblem> Problems(RetryPolicy retry) =>
    [
        .. JobValidation.Of("retry.attempts", JobValidation.Between(retry.Attempts, 1, MaxAttempts)),
        .. JobValidation.Of("retry.delay", Wait(retry.Delay)),
        .. JobValidation.Of("retry.cap", Cap(retry)),
        .. JobValidation.Of("retry.delays", Delays(retry)),
        .. retry.Delays.SelectMany((delay, i) => JobValidation.Of($"retry.delays[{i}]", Wait(delay))),
        .. Errors("retry.retryOn", retry.RetryOn),
        .. Errors("retry.neverRetryOn", retry.NeverRetryOn),
        .. Budget(retry.Budget),
    ];

    private static IEnumerable<JobProblem> Budget(RetryBudget? budget) => budget is null ? [] :
    [
        .. JobValidation.Of("retry.budget.retries", JobValidation.Between(budget.Retries, 1, MaxBudget)),
        .. JobValidation.Of("retry.budget.per", JobValidation.Length(budget.Per, ShortestPer, JobValidation.LongestWait)),
    ];

    /// <summary>What is wrong with a list of errors.</summary>
    public static IEnumerable<JobProblem> Errors(string path, IReadOnlyList<string> errors) =>
    [
        .. JobValidation.Of(path, errors.Count > MaxItems ? $"lists {errors.Count:N0} errors; at most {MaxItems} are allowed." : null),
        .. errors.SelectMany((error, i) => JobValidation.Of($"{path}[{i}]", Error(error))),
    ];

    private static string? Error(string text) =>
        LabelRules.Line(text, ErrorPattern.MostText) is { } wrong ? wrong
        : ErrorPattern.TryParse(text, out _, out string? problem) ? null
        : problem;

    private static string? Wait(TimeSpan delay) => JobValidation.Length(delay, TimeSpan.Zero, JobValidation.LongestWait);

    private static string? Cap(RetryPolicy retry) =>
        retry.Strategy == RetryStrategy.Exponential && retry.Attempts > 1 && retry.Cap < retry.Delay
            ? $"is {Short(retry.Cap)}, less than retry.delay, which is {Short(retry.Delay)}; make it greater, or the delay smaller."
            : Wait(retry.Cap);

    private static string? Delays(RetryPolicy retry) => (retry.Strategy, retry.Delays.Count) switch
    {
        (RetryStrategy.List, 0) => "is empty; with strategy list, write the delays, such as [1m, 5m, 30m].",
        (not RetryStrategy.List, > 0) => $"has no effect with strategy {EnumWords<RetryStrategy>.Of(retry.Strategy)}; write strategy: list.",
        (_, > MaxItems) => $"lists {retry.Delays.Count:N0} delays; at most {MaxItems} are allowed, and the last one repeats.",
        _ => null,
    };

    private static string Short(TimeSpan duration) => DurationText.Write(duration, DurationForm.Short);
}
