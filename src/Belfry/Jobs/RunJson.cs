using System.Text.Json;
using Belfry.Jobs.Commands;

namespace Belfry.Jobs;

/// <summary><c>run: {command: […]}</c>, <c>{handler: name}</c> or <c>{external: {grace}}</c>.</summary>
internal static class RunJson
{
    private const string Choice = "command: [/bin/program, argument], handler: NAME, or external: {grace: 10m}";
    private static readonly JobAction Nothing = new JobAction.Handler("");
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(10);

    /// <returns>An empty handler when the field is missing or wrong; then there is a problem for it.</returns>
    public static JobAction Read(JsonFields job, JsonReading reading)
    {
        if (job.Object("run") is not { } run)
        {
            if (!job.Has("run"))
            {
                reading.Wrong(job.At("run"), $"is missing; write {Choice}.");
            }

            return Nothing;
        }

        run.Refuse("http", "is not known to this version yet; use command with a program such as curl.");
        run.Refuse("csharp", "is not known to this version yet; register the code as a handler, or use command.");
        JobAction? action = (run.Has("command"), run.Has("handler"), run.Has("external")) switch
        {
            (true, false, false) => new JobAction.Command(Command(run, reading)),
            (false, true, false) => new JobAction.Handler(run.Text("handler") ?? ""),
            (false, false, true) => External(run),
            _ => null,
        };
        if (action is null)
        {
            reading.Wrong(run.Path, $"must say exactly one thing to run: {Choice}.");
            return Nothing;
        }

        run.Close();
        return action;
    }

    private static CommandSpec Command(JsonFields run, JsonReading reading)
    {
        if (run.Any("command") is { ValueKind: JsonValueKind.String })
        {
            reading.Wrong(run.At("command"), "must be a list, such as [/usr/local/bin/report, --yesterday]; for a shell line write [/bin/sh, -c, \"…\"].");
        }

        return new CommandSpec
        {
            Command = run.Any("command") is { ValueKind: JsonValueKind.String }
                ? []
                : run.Texts("command", "[/usr/local/bin/report, --yesterday]") ?? [],
            Environment = run.TextMap("env") ?? new Dictionary<string, string>(),
            WorkingDirectory = run.Text("workdir"),
            Success = run.Items("success", "[0, 10-12]") is { } codes
                ? [.. codes.Select(code => ExitCode(code.Json, code.Path, reading)).OfType<ExitCodeRange>()]
                : null,
            Stdin = run.Text("stdin"),
        };
    }

    private static ExitCodeRange? ExitCode(JsonElement json, string path, JsonReading reading)
    {
        bool read = ExitCodeRange.TryParse(json.ValueKind == JsonValueKind.String ? reading.Text(json, path) : json.GetRawText(), out var range);
        if (!read)
        {
            reading.Wrong(path, "must be an exit code, such as 3, or a span of them, such as 10-12.");
        }

        return read ? range : null;
    }

    private static JobAction.External External(JsonFields run)
    {
        if (run.Object("external") is not { } external)
        {
            return new JobAction.External(DefaultGrace);
        }

        var grace = external.Duration("grace") ?? DefaultGrace;
        external.Close();
        return new JobAction.External(grace);
    }

    public static void Write(Utf8JsonWriter json, JobAction action, DurationForm durations)
    {
        json.WriteStartObject("run");
        switch (action)
        {
            case JobAction.Command(var spec):
                Write(json, spec);
                break;
            case JobAction.Handler(var name):
                json.WriteString("handler", name);
                break;
            case JobAction.External(var grace):
                json.WriteStartObject("external");
                json.WriteString("grace", DurationText.Write(grace, durations));
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CommandSpec spec)
    {
        JobJsonWriter.Texts(json, "command", spec.Command);
        JobJsonWriter.Map(json, "env", spec.Environment);
        JobJsonWriter.Text(json, "workdir", spec.WorkingDirectory);
        Write(json, spec.Success);
        JobJsonWriter.Text(json, "stdin", spec.Stdin);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ExitCodeRange>? success)
    {
        if (success is null)
        {
            return;
        }

        json.WriteStartArray("success");
        foreach (var range in success)
        {
            if (range.First == range.Last)
            {
                json.WriteNumberValue(range.First);
            }
            else
            {
                json.WriteStringValue(range.ToString());
            }
        }

        json.WriteEndArray();
    }
}
