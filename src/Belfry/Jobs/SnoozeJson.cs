using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary><c>snooze: {errors, for, max}</c>. No <c>snooze</c> leaves it to the job's code.</summary>
internal static class SnoozeJson
{
    public static SnoozePolicy Read(JsonFields job)
    {
        if (job.Object("snooze") is not { } snooze)
        {
            return SnoozePolicy.Default;
        }

        var policy = new SnoozePolicy
        {
            Errors = snooze.Texts("errors", "[exit 75]") ?? [],
            For = snooze.Duration("for") ?? SnoozePolicy.Default.For,
            Max = snooze.Whole("max") ?? SnoozePolicy.Default.Max,
        };
        snooze.Close();
        return policy;
    }

    public static void Write(Utf8JsonWriter json, SnoozePolicy snooze, DurationForm durations)
    {
        var defaults = SnoozePolicy.Default;
        if (snooze.Errors.Count == 0 && snooze.For == defaults.For && snooze.Max == defaults.Max)
        {
            return;
        }

        json.WriteStartObject("snooze");
        JobJsonWriter.Texts(json, "errors", snooze.Errors);
        if (snooze.For != defaults.For)
        {
            JobJsonWriter.Duration(json, "for", snooze.For, durations);
        }

        if (snooze.Max != defaults.Max)
        {
            json.WriteNumber("max", snooze.Max);
        }

        json.WriteEndObject();
    }
}
