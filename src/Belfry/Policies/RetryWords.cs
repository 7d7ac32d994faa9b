namespace Belfry.Policies;

/// <summary>A retry policy in words: <c>6 attempts, after at most 1m, 2m, 4m, 8m, 16m drawn at random; never after ArgumentException</c>.</summary>
internal static class RetryWords
{
    private const int MostDelays = 8;

    public static string Of(RetryPolicy policy) => policy.Attempts <= 1
        ? "one attempt, no retry"
        : $"{policy.Attempts} attempts, {Waits(policy)}{Errors("; only after ", policy.RetryOn)}{Errors("; never after ", policy.NeverRetryOn)}{Budget(policy.Budget)}";

    private static string Waits(RetryPolicy policy) => policy.Strategy switch
    {
        RetryStrategy.Immediate => "without a wait",
        RetryStrategy.Fixed => $"each {Durations.Text(policy.Delay)} after the last",
        RetryStrategy.Exponential when policy.Jitter => $"after at most {Delays(policy)} drawn at random",
        _ => $"after {Delays(policy)}",
    };

    private static string Delays(RetryPolicy policy)
    {
        int retries = policy.Attempts - 1;
        var shown = Enumerable.Range(1, Math.Min(retries, MostDelays)).Select(attempt => Durations.Text(Retry.Longest(policy, attempt)));
        string rest = retries > MostDelays ? $" … {Durations.Text(Retry.Longest(policy, retries))}" : "";
        return string.Join(", ", shown) + rest;
    }

    private static string Budget(RetryBudget? budget) =>
        budget is null ? "" : $"; at most {budget.Retries:N0} retries of the job per {Durations.Text(budget.Per)}";

    private static string Errors(string words, IReadOnlyList<string> errors) => errors.Count == 0 ? "" : words + string.Join(", ", errors);
}
