using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary><c>retry: {strategy, attempts, delay, cap, delays, retryOn, neverRetryOn, jitter, budget}</c>. No <c>retry</c> is one attempt.</summary>
internal static class RetryJson
{
    private const string ErrorsExample = "[TimeoutException, exit 75]";

    public static RetryPolicy Read(JsonFields job, JsonReading reading)
    {
        if (job.Object("retry") is not { } retry)
        {
            return RetryPolicy.None;
        }

        var defaults = new RetryPolicy();
        var strategy = retry.Word<RetryStrategy>("strategy");
        TimeSpan[] delays = [.. (retry.Items("delays", "[1m, 5m, 30m]") ?? [])
            .Select(item => reading.Duration(item.Json, item.Path)).OfType<TimeSpan>()];
        var policy = new RetryPolicy
        {
            Strategy = strategy ?? defaults.Strategy,
            // A list says how many retries there are; what comes before the first of them is an attempt too.
            Attempts = retry.Whole("attempts") ?? (strategy == RetryStrategy.List ? delays.Length + 1 : defaults.Attempts),
            Delay = retry.Duration("delay") ?? defaults.Delay,
            Cap = retry.Duration("cap") ?? defaults.Cap,
            Delays = delays,
            Jitter = retry.Flag("jitter") ?? defaults.Jitter,
            // "on" is what earlier versions wrote.
            RetryOn = retry.Texts("retryOn", ErrorsExample) ?? retry.Texts("on", ErrorsExample) ?? [],
            NeverRetryOn = retry.Texts("neverRetryOn", "[ArgumentException]") ?? [],
            Budget = Budget(retry),
        };
        retry.Close();
        return policy;
    }

    private static RetryBudget? Budget(JsonFields retry)
    {
        if (retry.Object("budget") is not { } budget)
        {
            return null;
        }

        // What is missing is out of bounds, and named there.
        var read = new RetryBudget(budget.Whole("retries") ?? 0, budget.Duration("per") ?? TimeSpan.FromHours(1));
        budget.Close();
        return read;
    }

    public static void Write(Utf8JsonWriter json, RetryPolicy retry, DurationForm durations)
    {
        var defaults = new RetryPolicy();
        bool plain = retry.Delay == defaults.Delay && retry.Cap == defaults.Cap && retry.Jitter == defaults.Jitter
            && retry.Budget is null && retry.Delays.Count == 0 && retry.RetryOn.Count == 0 && retry.NeverRetryOn.Count == 0;
        if (plain && retry.Strategy == RetryPolicy.None.Strategy && retry.Attempts == RetryPolicy.None.Attempts)
        {
            return;
        }

        json.WriteStartObject("retry");
        json.WriteString("strategy", EnumWords<RetryStrategy>.Of(retry.Strategy));
        json.WriteNumber("attempts", retry.Attempts);
        if (retry.Delay != defaults.Delay)
        {
            json.WriteString("delay", DurationText.Write(retry.Delay, durations));
        }

        if (retry.Cap != defaults.Cap)
        {
            json.WriteString("cap", DurationText.Write(retry.Cap, durations));
        }

        JobJsonWriter.Texts(json, "delays", retry.Delays.Select(delay => DurationText.Write(delay, durations)));
        JobJsonWriter.Texts(json, "retryOn", retry.RetryOn);
        JobJsonWriter.Texts(json, "neverRetryOn", retry.NeverRetryOn);
        if (!retry.Jitter)
        {
            json.WriteBoolean("jitter", false);
        }

        if (retry.Budget is { } budget)
        {
            json.WriteStartObject("budget");
            json.WriteNumber("retries", budget.Retries);
            JobJsonWriter.Duration(json, "per", budget.Per, durations);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
