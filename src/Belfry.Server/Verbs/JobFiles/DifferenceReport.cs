using System.Globalization;
using System.Text.Json;
using Belfry.Schedules;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary>Differences for a person, or as <c>{items: [{name, change, fields, fires}]}</c>.</summary>
internal static class DifferenceReport
{
    private const int FiresShown = 3;
    private const long MostCounted = 100_000;

    public static void Show(Invocation call, IReadOnlyList<JobDifference> differences)
    {
        if (!call.Report.IsTable)
        {
            call.Report.List([.. differences.Select(difference => ToJson(difference, call.Time.GetUtcNow()))], null, [], "");
            return;
        }

        foreach (var difference in differences.Where(difference => difference.Kind != JobChangeKind.Unchanged))
        {
            Print(call.Terminal, difference);
        }
    }

    public static string Summary(IReadOnlyList<JobDifference> differences) => string.Join(", ",
        new[] { JobChangeKind.Created, JobChangeKind.Changed, JobChangeKind.Unchanged }
            .Select(kind => $"{differences.Count(difference => difference.Kind == kind)} {Word(kind)}"));

    private static void Print(Terminal terminal, JobDifference difference)
    {
        string sign = difference.Kind == JobChangeKind.Created ? terminal.Paint(Ink.Green, "+") : terminal.Paint(Ink.Amber, "~");
        terminal.Out.WriteLine(difference.Kind == JobChangeKind.Created
            ? $"{sign} {difference.Definition.Name}   {difference.Definition.Schedule}"
            : $"{sign} {difference.Definition.Name}");
        foreach (var field in difference.Fields)
        {
            terminal.Out.WriteLine($"    {field.Path}   {Text(field.Before)} → {Text(field.After)}");
        }

        if (difference.MovesTicks)
        {
            PrintFires(terminal, difference);
        }
    }

    private static void PrintFires(Terminal terminal, JobDifference difference)
    {
        var now = terminal.Time.GetUtcNow();
        if (difference.Stored is { } stored)
        {
            terminal.Out.WriteLine($"    fires before: {Fires(stored, now)}");
        }

        terminal.Out.WriteLine($"    fires {(difference.Stored is null ? "next" : "after")}:  {Fires(difference.Definition, now)}");
    }

    private static string Fires(Belfry.Jobs.JobDefinition job, DateTimeOffset now)
    {
        var schedule = Read(job);
        string[] next = [.. Next(schedule, now).Select(Times.Iso)];
        if (next.Length == 0)
        {
            return "none";
        }

        long day = schedule!.Count(now, now.AddDays(1), MostCounted);
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join("  ", next)}   ({day:N0} in 24 h)");
    }

    private static JsonElement ToJson(JobDifference difference, DateTimeOffset now) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", difference.Definition.Name);
        json.WriteString("change", Word(difference.Kind));
        json.WriteStartArray("fields");
        foreach (var field in difference.Fields)
        {
            json.WriteStartObject();
            json.WriteString("path", field.Path);
            Value("before", field.Before);
            Value("after", field.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("fires");
        Instants("before", difference.MovesTicks ? difference.Stored : null);
        Instants("after", difference.MovesTicks ? difference.Definition : null);
        json.WriteEndObject();
        json.WriteEndObject();

        void Value(string name, JsonElement? value)
        {
            json.WritePropertyName(name);
            if (value is { } known)
            {
                known.WriteTo(json);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        void Instants(string name, Belfry.Jobs.JobDefinition? job)
        {
            json.WriteStartArray(name);
            foreach (var due in Next(job is null ? null : Read(job), now))
            {
                json.WriteStringValue(Times.Iso(due));
            }

            json.WriteEndArray();
        }
    });

    private static Schedule? Read(Belfry.Jobs.JobDefinition job) =>
        job.Enabled && Schedule.TryParse(job.Schedule, job.ScheduleOptions(), out var schedule, out _) ? schedule : null;

    private static IEnumerable<DateTimeOffset> Next(Schedule? schedule, DateTimeOffset now)
    {
        for (int i = 0; i < FiresShown && schedule?.Next(now) is { } due; i++)
        {
            yield return now = due;
        }
    }

    private static string Text(JsonElement? value) => value is { } known ? known.GetRawText() : "(default)";

    private static string Word(JobChangeKind kind) => kind switch
    {
        JobChangeKind.Created => "created",
        JobChangeKind.Changed => "changed",
        _ => "unchanged",
    };
}
