using System.Buffers;
using System.Text;
using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary><c>notify: {to, afterFailures, onDeadLetter, onRecovery, onMissed, onBreaker, onExpectation}</c>. No <c>notify</c> is silence.</summary>
internal static class NotifyJson
{
    public static NotifyPolicy? Read(JsonFields job)
    {
        if (job.Object("notify") is not { } notify)
        {
            return null;
        }

        var policy = Fields(notify);
        notify.Close();
        return policy;
    }

    public static void Write(Utf8JsonWriter json, NotifyPolicy? notify)
    {
        if (notify is not null)
        {
            json.WritePropertyName("notify");
            WriteObject(json, notify);
        }
    }

    /// <summary>The policy by itself.</summary>
    public static string WriteText(NotifyPolicy notify)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            WriteObject(json, notify);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="WriteText"/> wrote, of whatever version; null when it cannot be read.</summary>
    public static NotifyPolicy? ReadText(string text)
    {
        using var document = JsonDocument.Parse(text);
        var reading = new JsonReading(ignoreUnknown: true);
        return JsonFields.Open(document.RootElement, "notify", reading) is { } notify && Fields(notify) is { } policy && reading.Problems.Count == 0
            ? policy
            : null;
    }

    private static void WriteObject(Utf8JsonWriter json, NotifyPolicy notify)
    {
        var defaults = new NotifyPolicy();
        json.WriteStartObject();
        if (notify.AfterFailures != defaults.AfterFailures)
        {
            json.WriteNumber("afterFailures", notify.AfterFailures);
        }

        Flag(json, "onDeadLetter", notify.OnDeadLetter, defaults.OnDeadLetter);
        Flag(json, "onRecovery", notify.OnRecovery, defaults.OnRecovery);
        Flag(json, "onMissed", notify.OnMissed, defaults.OnMissed);
        Flag(json, "onBreaker", notify.OnBreaker, defaults.OnBreaker);
        Flag(json, "onExpectation", notify.OnExpectation, defaults.OnExpectation);
        JobJsonWriter.Texts(json, "to", notify.To);
        json.WriteEndObject();
    }

    private static NotifyPolicy Fields(JsonFields notify)
    {
        var defaults = new NotifyPolicy();
        return new NotifyPolicy
        {
            AfterFailures = notify.Whole("afterFailures") ?? defaults.AfterFailures,
            OnDeadLetter = notify.Flag("onDeadLetter") ?? defaults.OnDeadLetter,
            OnRecovery = notify.Flag("onRecovery") ?? defaults.OnRecovery,
            OnMissed = notify.Flag("onMissed") ?? defaults.OnMissed,
            OnBreaker = notify.Flag("onBreaker") ?? defaults.OnBreaker,
            OnExpectation = notify.Flag("onExpectation") ?? defaults.OnExpectation,
            To = notify.Texts("to", "[ops-slack]") ?? [],
        };
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value, bool standard)
    {
        if (value != standard)
        {
            json.WriteBoolean(name, value);
        }
    }
}
