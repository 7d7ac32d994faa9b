using System.Text.Json;
using Belfry.Policies;

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

        var when = ScheduleJson.Read(job, reading);
        var definition = new JobDefinition
        {
            Name = Required(job, "name", reading) ?? "",
            Description = job.Text("description"),
            Schedule = AfterJson.Schedule(job, reading),
            On = job.Word<DependencyRule>("on") ?? default,
            Unmet = job.Word<UnmetRule>("unmet") ?? default,
            Zone = when.Zone,
            Format = when.Format,
            DayRule = when.DayRule,
            Gap = when.Gap,
            DstOverlap = when.Overlap,
            Start = when.Start,
            End = when.End,
            Jitter = when.Jitter,
            Calendars = when.Calendars,
            OnExcluded = when.OnExcluded,
            Run = RunJson.Read(job, reading),
            Args = job.Any("args")?.Clone(),
            Timeout = job.Duration("timeout"),
            Retry = RetryJson.Read(job, reading),
            Snooze = SnoozeJson.Read(job),
            Overlap = job.Word<OverlapRule>("overlap") ?? default,
            Misfire = Misfire(job),
            Queue = job.Text("queue") ?? "default",
            Priority = PriorityWords.Read(job, "priority", reading) ?? 0,
            Limit = LimitJson.Read(job),
            Breaker = BreakerJson.Read(job),
            OnWorkerLost = job.Word<WorkerLostRule>("onWorkerLost") ?? default,
            OnDeadLetter = job.Word<DeadLetterRule>("onDeadLetter") ?? default,
            Expect = ExpectJson.Read(job),
            Notify = NotifyJson.Read(job),
            Owner = job.Text("owner"),
            Category = job.Text("category"),
            Tags = job.Texts("tags", "[reports, nightly]") ?? [],
            Fields = job.TextMap("fields") ?? new Dictionary<string, string>(),
            Enabled = job.Flag("enabled") ?? true,
        };
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
