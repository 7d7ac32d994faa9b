using System.CommandLine;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Verbs.JobFiles;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.Schedules;

/// <summary><c>belfry schedule spread</c>: which jobs could start a few minutes later, as a table or as a job file to apply. Changes nothing.</summary>
internal static class ScheduleSpread
{
    private static readonly Column[] Columns =
    [
        Column.Text("JOB", "job"),
        Column.Text("BEFORE", "before"),
        new("AFTER", (_, move) => $"{move.At("after").AsText()}{(move.At("jitter").AsText() is { } jitter ? $", jitter {jitter}" : "")}"),
        Column.When("FIRST TICK (UTC)", "first"),
        Column.When("WOULD START", "firstStart"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var load = new LoadFlags(flags);
        var within = CommonFlags.Duration("--within", "How much later a job may start, 1m to 59m; 30m unless given.");
        var by = CommonFlags.Choice("--by", [], ["shift", "hash", "jitter"], "A minute of its own for each, H, or jitter; shift unless given.");
        var file = new Option<bool>("--job-file") { Description = "Write the jobs that would move as a job file, for belfry diff -f and belfry apply -f." };
        return new Verb("spread", "Suggests which hourly and daily jobs could start a little later. Without -q and --queue, of those tagged spread.", Run, [.. load.All, within, by, file])
        {
            Examples =
            [
                "belfry schedule spread -q tag:etl --within 20m",
                "belfry schedule spread -q tag:etl --job-file > spread.yaml && belfry diff -f spread.yaml",
            ],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string? reach = call.Get(within) is { } duration ? DurationText.Write(duration, DurationForm.Iso) : null;
            var answer = await call.Api.Get(load.Path(call, "/schedules/spread", ("within", reach), ("by", call.Get(by))), cancellation);
            if (call.Get(file))
            {
                ExportVerb.Write(call, await Moved(call, answer, cancellation));
            }
            else if (call.Report.IsTable)
            {
                call.Report.List([.. answer.Items("moves")], null, Columns, "Nothing to move.");
            }
            else
            {
                call.Report.Thing(answer);
            }

            call.Terminal.Say(Summary(answer));
            return Exit.Done;
        }
    }

    private static string Summary(JsonElement answer) =>
        $"{answer.GetProperty("moves").GetArrayLength()} of {answer.At("chosen")} chosen jobs would move ({answer.At("movable")} can)."
        + $" Most starts in a minute: {answer.At("before.peak.starts")?.ToString() ?? "0"} before, {answer.At("after.peak.starts")?.ToString() ?? "0"} after.";

    private static async Task<IReadOnlyList<JsonElement>> Moved(Invocation call, JsonElement answer, CancellationToken cancellation)
    {
        var jobs = new List<JsonElement>();
        foreach (var move in answer.Items("moves"))
        {
            var stored = Comparison.Definition(await call.GetJob(move.At("job").AsText()!, cancellation));
            var jitter = DurationText.TryParse(move.At("jitter").AsText(), out var delay) ? delay : stored.Jitter;
            jobs.Add(JsonElement.Parse(JobJson.Write(stored with { Schedule = move.At("after").AsText()!, Jitter = jitter })));
        }

        return jobs;
    }
}
