using System.Text.Json;
using Belfry.Schedules;

namespace Belfry.Jobs;

/// <summary>The settings beside a schedule's text: <c>zone, format, dayRule, dst, start, end, jitter, calendars, onExcluded</c>.</summary>
internal static class ScheduleJson
{
    public static ScheduleOptions Read(JsonFields fields, JsonReading reading)
    {
        var options = new ScheduleOptions
        {
            Zone = fields.Text("zone"),
            Format = Format(fields, reading),
            DayRule = fields.Word<DayRule>("dayRule") ?? default,
            Start = fields.Instant("start"),
            End = fields.Instant("end"),
            Jitter = fields.Duration("jitter") ?? TimeSpan.Zero,
            Calendars = CalendarJson.Read(fields, reading),
            OnExcluded = fields.Word<ExcludedPolicy>("onExcluded") ?? default,
        };
        return OffsetChanges(fields, options);
    }

    public static void Write(Utf8JsonWriter json, JobDefinition job, DurationForm durations)
    {
        JobJsonWriter.Text(json, "zone", job.Zone);
        if (job.Format != CronFormat.Auto)
        {
            json.WriteNumber("format", (int)job.Format);
        }

        JobJsonWriter.Word(json, "dayRule", job.DayRule);
        if (job.Gap != default || job.DstOverlap != default)
        {
            json.WriteStartObject("dst");
            JobJsonWriter.Word(json, "gap", job.Gap);
            JobJsonWriter.Word(json, "overlap", job.DstOverlap);
            json.WriteEndObject();
        }

        JobJsonWriter.Text(json, "start", job.Start is { } start ? InstantText.Write(start) : null);
        JobJsonWriter.Text(json, "end", job.End is { } end ? InstantText.Write(end) : null);
        JobJsonWriter.Duration(json, "jitter", job.Jitter == TimeSpan.Zero ? null : job.Jitter, durations);
        CalendarJson.Write(json, job.Calendars);
        JobJsonWriter.Word(json, "onExcluded", job.OnExcluded);
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

    private static ScheduleOptions OffsetChanges(JsonFields fields, ScheduleOptions options)
    {
        if (fields.Object("dst") is not { } dst)
        {
            return options;
        }

        options = options with
        {
            Gap = dst.Word<GapPolicy>("gap") ?? default,
            Overlap = dst.Word<OverlapPolicy>("overlap") ?? default,
        };
        dst.Close();
        return options;
    }
}
