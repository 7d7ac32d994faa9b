using System.Text.Json;
using Belfry.Jobs.Commands;
using Belfry.Policies;
using Belfry.Schedules;

namespace Belfry.Jobs;

/// <summary>JSON to definition: shapes and words only, what the values may be is <see cref="JobValidation"/>'s.</summary>
internal static class JobJsonReader
{
    /// <returns>A definition with defaults where fields are wrong; null when there is nothing to go on with.</returns>
    public static JobDefinition? Read(JsonElement json, string path, JsonReading reading)
    {
        if (JsonFields.Open(json, path, reading) is not { } job)
        {
            return null;
        }

        // In the order in which people find them in the documentation: messages come in that order too.
        var definition = new JobDefinition
        {
            Name = Required(job, "name", reading) ?? "",
            Description = job.Text("description"),
            Schedule = job.Text("schedule") ?? "manual",
            Zone = job.Text("zone"),
            Format = Format(job, reading),
            DayRule = job.Word<DayRule>("dayRule") ?? default,
            Start = job.Instant("start"),
            End = job.Instant("end"),
            Jitter = job.Duration("jitter") ?? TimeSpan.Zero,
            OnExcluded = job.Word<ExcludedPolicy>("onExcluded") ?? default,
            Run = RunJson.Read(job, reading),
            Args = job.Any("args")?.Clone(),
            Timeout = job.Duration("timeout"),
            Retry = RetryJson.Read(job, reading),
            Overlap = job.Word<OverlapRule>("overlap") ?? default,
            Misfire = Misfire(job),
            Queue = job.Text("queue") ?? "default",
            Priority = PriorityWords.Read(job, "priority", reading) ?? 0,
            OnWorkerLost = job.Word<WorkerLostRule>("onWorkerLost") ?? default,
            Owner = job.Text("owner"),
            Category = job.Text("category"),
            Tags = job.Texts("tags", "[reports, nightly]") ?? [],
            Fields = job.TextMap("fields") ?? new Dictionary<string, string>(),
            Enabled = job.Flag("enabled") ?? true,
        };
        definition = ReadOffsetChanges(job, definition);
        job.Refuse("after", "is not a field of its own in this version; jobs that follow others cannot be saved yet.");
        job.Refuse("breaker", "is not known to this version yet; leave it out.");
        job.Refuse("notify", "is not known to this version yet; leave it out.");
        job.Close();
        return definition;
    }

    private static string? Required(JsonFields fields, string name, JsonReading reading)
    {
        if (!fields.Has(name))
        {
            reading.Wrong(fields.At(name), "is missing; every job has one.");
        }

        return fields.Text(name);
    }

    private static CronFormat Format(JsonFields job, JsonReading reading)
    {
        int? fields = job.Whole("format");
        if (fields is null or 5 or 6 or 7)
        {
            return (CronFormat)(fields ?? 0);
        }

        reading.Wrong(job.At("format"), $"must be 5, 6 or 7, the number of fields of the cron text, not {fields}; leave it out to go by their count.");
        return CronFormat.Auto;
    }

    private static JobDefinition ReadOffsetChanges(JsonFields job, JobDefinition definition)
    {
        if (job.Object("dst") is not { } dst)
        {
            return definition;
        }

        definition = definition with
        {
            Gap = dst.Word<GapPolicy>("gap") ?? default,
            DstOverlap = dst.Word<OverlapPolicy>("overlap") ?? default,
        };
        dst.Close();
        return definition;
    }

    private static MisfirePolicy Misfire(JsonFields job)
    {
        if (job.Object("misfire") is not { } misfire)
        {
            return MisfirePolicy.Default;
        }

        var policy = new MisfirePolicy(
            misfire.Word<MisfireRule>("policy") ?? MisfirePolicy.Default.Rule,
            misfire.Whole("max") ?? MisfirePolicy.Default.Max,
            misfire.Duration("within") ?? MisfirePolicy.Default.Within);
        misfire.Close();
        return policy;
    }
}
