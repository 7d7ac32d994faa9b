using Belfry.Policies;

namespace Belfry.Jobs;

internal static class RetryRules
{
    private const int MaxAttempts = 1_000;
    private const int MaxItems = 100;

    public static IEnumerable<JobProblem> Problems(RetryPolicy retry) =>
    [
        .. JobValidation.Of("retry.attempts", JobValidation.Between(retry.Attempts, 1, MaxAttempts)),
        .. JobValidation.Of("retry.delay", Wait(retry.Delay)),
        .. JobValidation.Of("retry.cap", Cap(retry)),
        .. JobValidation.Of("retry.delays", Delays(retry)),
        .. retry.Delays.SelectMany((delay, i) => JobValidation.Of($"retry.delays[{i}]", Wait(delay))),
        .. JobValidation.Of("retry.on", retry.On.Count > MaxItems ? $"lists more than {MaxItems} types; name fewer." : null),
        .. retry.On.SelectMany((type, i) => JobValidation.Of($"retry.on[{i}]", LabelRules.Line(type, 200))),
    ];

    private static string? Wait(TimeSpan delay) => JobValidation.Length(delay, TimeSpan.Zero, JobValidation.LongestWait);

    private static string? Cap(RetryPolicy retry) =>
        retry.Strategy == RetryStrategy.Exponential && retry.Attempts > 1 && retry.Cap < retry.Delay
            ? "is less than retry.delay, the first delay; make it greater, or the delay smaller."
            : Wait(retry.Cap);

    private static string? Delays(RetryPolicy retry) => (retry.Strategy, retry.Delays.Count) switch
    {
        (RetryStrategy.List, 0) => "is empty; with strategy list, write the delays, such as [1m, 5m, 30m].",
        (not RetryStrategy.List, > 0) => $"has no effect with strategy {EnumWords<RetryStrategy>.Of(retry.Strategy)}; write strategy: list.",
        (_, > MaxItems) => $"lists more than {MaxItems} delays; the last one repeats, so fewer will do.",
        _ => null,
    };
}
