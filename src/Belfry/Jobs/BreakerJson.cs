using System.Text.Json;
using Belfry.Policies.Breakers;

namespace Belfry.Jobs;

/// <summary><c>breaker: {failures, window, recovery, trials, resource, whileOpen}</c>. No <c>breaker</c> is none, <c>{}</c> one with the defaults.</summary>
internal static class BreakerJson
{
    public static JobBreaker? Read(JsonFields job)
    {
        if (job.Object("breaker") is not { } breaker)
        {
            return null;
        }

        var defaults = BreakerPolicy.Default;
        var read = new JobBreaker
        {
            Policy = new BreakerPolicy
            {
                Failures = breaker.Whole("failures") ?? defaults.Failures,
                Window = breaker.Duration("window") ?? defaults.Window,
                Recovery = breaker.Duration("recovery") ?? defaults.Recovery,
                Trials = breaker.Whole("trials") ?? defaults.Trials,
            },
            Resource = breaker.Text("resource"),
            WhileOpen = breaker.Word<WhileOpen>("whileOpen") ?? default,
        };
        breaker.Close();
        return read;
    }

    public static void Write(Utf8JsonWriter json, JobBreaker? breaker, DurationForm durations)
    {
        if (breaker is null)
        {
            return;
        }

        json.WriteStartObject("breaker");
        json.WriteNumber("failures", breaker.Policy.Failures);
        JobJsonWriter.Duration(json, "window", breaker.Policy.Window, durations);
        JobJsonWriter.Duration(json, "recovery", breaker.Policy.Recovery, durations);
        if (breaker.Policy.Trials != BreakerPolicy.Default.Trials)
        {
            json.WriteNumber("trials", breaker.Policy.Trials);
        }

        JobJsonWriter.Text(json, "resource", breaker.Resource);
        JobJsonWriter.Word(json, "whileOpen", breaker.WhileOpen);
        json.WriteEndObject();
    }
}
