using System.CommandLine;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Schedules;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;
using Belfry.Server.Output;
using Belfry.Server.Verbs.JobFiles;

namespace Belfry.Server.Verbs.Schedules;

/// <summary><c>belfry schedule import</c>: crontabs as jobs. Every line is imported or reported; exit 10 when one was not.</summary>
internal static class ScheduleImport
{
    private static readonly Column[] Columns =
    [
        Column.Text("LINE", "place"), Column.State("", "outcome"), Column.Text("JOB", "name"), Column.Text("SCHEDULE", "schedule"), Column.Text("REMARK", "remark"),
    ];

    private sealed record Line(string Place, int Number, string Outcome, JobDefinition? Job, string? Remark);

    public static Verb Create(CommonFlags flags)
    {
        var files = new Argument<string[]>("FILE") { Description = "Crontabs, such as /etc/crontab and /etc/cron.d/*; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var user = new Option<bool>("--user") { Description = "The files have no column for the user, as those of crontab -l." };
        return new Verb("import", "Makes jobs of crontabs.", Run, files, user, flags.DryRun, flags.Reason)
        {
            Examples = ["belfry schedule import /etc/crontab /etc/cron.d/* --dry-run", "crontab -l | belfry schedule import --user -"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            Line[] lines = [.. call.Get(files).SelectMany(file => Read(file, call.Get(user)))];
            call.Report.List([.. lines.Select(ToJson)], null, Columns, "There are no lines in these files.");
            JobEntry[] entries = [.. lines.Where(line => line.Job is not null).Select(line => new JobEntry(line.Job!, line.Place, SaysEnabled: false))];
            int refused = lines.Count(line => line.Outcome == Refused);
            string counts = $"{entries.Length} imported, {refused} not";
            if (call.DryRun)
            {
                call.Terminal.Say($"Would be: {counts}. Nothing was changed.");
            }
            else
            {
                var differences = await Comparison.With(call.Api, entries, cancellation);
                await Writing.All(call.Api, differences, cancellation);
                call.Terminal.Say($"✓ {counts}: {DifferenceReport.Summary(differences)}");
            }

            return refused == 0 ? Exit.Done : Exit.Differences;
        }
    }

    private const string Imported = "ok";
    private const string Refused = "failed";
    private const string Note = "note";

    private static IEnumerable<Line> Read(string file, bool isUsers)
    {
        var import = Crontab.Read(TextFile.Read(file), file == "-" ? "crontab" : file, isUsers ? false : null);
        return import.Jobs.Select(job => Job(file, job))
            .Concat(import.Refused.Select(remark => Remark(file, remark, Refused)))
            .Concat(import.Notes.Select(remark => Remark(file, remark, Note)))
            .OrderBy(line => line.Number);
    }

    private static Line Job(string file, CrontabJob line)
    {
        var definition = new JobDefinition
        {
            Name = line.Name,
            Schedule = line.Schedule,
            Jitter = line.Jitter,
            Tags = ["crontab"],
            Fields = line.User is { } user ? new Dictionary<string, string> { ["user"] = user } : new Dictionary<string, string>(),
            Run = new JobAction.Command(CrontabCommand.Of(line)),
        };
        var problems = JobValidation.Problems(definition);
        string? remark = line.User is { } other && other != Environment.UserName
            ? $"Cron runs it as {other}; Belfry runs it as the user of the node."
            : null;
        return problems.Count == 0
            ? new Line($"{file}:{line.Line}", line.Line, Imported, definition, remark)
            : new Line($"{file}:{line.Line}", line.Line, Refused, null, string.Join(" ", problems));
    }

    private static Line Remark(string file, CrontabRemark remark, string outcome) =>
        new($"{file}:{remark.Line}", remark.Line, outcome, null, remark.Reason);

    private static JsonElement ToJson(Line line) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("place", line.Place);
        json.WriteString("outcome", line.Outcome);
        json.WriteString("name", line.Job?.Name);
        json.WriteString("schedule", line.Job?.Schedule);
        json.WriteString("remark", line.Remark);
        json.WriteEndObject();
    });
}
