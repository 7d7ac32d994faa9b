using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary>Definition to JSON, in a fixed order and without defaults.</summary>
internal static class JobJsonWriter
{
    // The text is data for parsers, never part of a page: people read it in files, where é should look like é.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JobDefinition job, DurationForm durations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            Write(json, job, durations);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, JobDefinition job, DurationForm durations)
    {
        json.WriteStartObject();
        json.WriteString("name", job.Name);
        Text(json, "description", job.Description);
        AfterJson.Write(json, job);
        ScheduleJson.Write(json, job, durations);
        RunJson.Write(json, job.Run, durations);
        if (job.Args is { } args)
        {
            json.WritePropertyName("args");
            args.WriteTo(json);
        }

        WritePolicies(json, job, durations);
        Text(json, "owner", job.Owner);
        Text(json, "category", job.Category);
        Texts(json, "tags", job.Tags);
        Map(json, "fields", job.Fields);
        if (!job.Enabled)
        {
            json.WriteBoolean("enabled", false);
        }

        json.WriteEndObject();
    }

    private static void WritePolicies(Utf8JsonWriter json, JobDefinition job, DurationForm durations)
    {
        Duration(json, "timeout", job.Timeout, durations);
        RetryJson.Write(json, job.Retry, durations);
        SnoozeJson.Write(json, job.Snooze, durations);
        Word(json, "overlap", job.Overlap);
        if (job.Misfire != MisfirePolicy.Default)
        {
            json.WriteStartObject("misfire");
            json.WriteString("policy", EnumWords<MisfireRule>.Of(job.Misfire.Rule));
            json.WriteNumber("max", job.Misfire.Max);
            Duration(json, "within", job.Misfire.Within, durations);
            json.WriteEndObject();
        }

        Text(json, "queue", job.Queue == "default" ? null : job.Queue);
        if (job.Priority != 0)
        {
            PriorityWords.Write(json, "priority", job.Priority);
        }

        LimitJson.Write(json, job.Limit, durations);
        BreakerJson.Write(json, job.Breaker, durations);
        Word(json, "onWorkerLost", job.OnWorkerLost);
        Word(json, "onDeadLetter", job.OnDeadLetter);
        ExpectJson.Write(json, job.Expect, durations);
        NotifyJson.Write(json, job.Notify);
    }

    public static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        string[] all = [.. values];
        if (all.Length > 0)
        {
            json.WriteStartArray(name);
            Array.ForEach(all, json.WriteStringValue);
            json.WriteEndArray();
        }
    }

    public static void Map(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartObject(name);
            foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }
    }

    public static void Duration(Utf8JsonWriter json, string name, TimeSpan? value, DurationForm durations) =>
        Text(json, name, value is { } duration ? DurationText.Write(duration, durations) : null);

    public static void Word<T>(Utf8JsonWriter json, string name, T value)
        where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, default))
        {
            json.WriteString(name, EnumWords<T>.Of(value));
        }
    }
}
