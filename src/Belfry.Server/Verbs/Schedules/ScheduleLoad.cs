using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Schedules;

/// <summary><c>belfry schedule load</c>: how many runs will start in each minute, and which jobs clash.</summary>
internal static class ScheduleLoad
{
    private static readonly TimeSpan LongestMap = TimeSpan.FromHours(33);

    private static readonly Column[] Clashes =
    [
        Column.When("AT (UTC)", "at"),
        Column.Number("STARTS", "starts"),
        new("JOBS", (_, clash) => Names(clash)),
    ];

    private static readonly Column[] Queues =
    [
        Column.Text("QUEUE", "queue"),
        Column.Number("STARTS", "starts"),
        Column.Number("PEAK", "peak.starts"),
        Column.When("PEAK AT (UTC)", "peak.at"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var load = new LoadFlags(flags);
        var durations = new Option<bool>("--durations") { Description = "Estimate how many run at once, from what is typical for each job." };
        return new Verb("load", "Shows how many runs will start when, and which jobs clash.", Run, [.. load.All, durations])
        {
            Examples = ["belfry schedule load", "belfry schedule load --for 7d -q tag:etl -o json"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            // What fits no map of minutes is still worth its tables.
            string bucket = load.Length(call) > LongestMap ? "PT5M" : "PT1M";
            string? withDurations = call.Get(durations) ? "true" : null;
            var answer = await call.Api.Get(load.Path(call, "/load", ("bucket", bucket), ("durations", withDurations)), cancellation);
            if (!call.Report.IsTable)
            {
                call.Report.Thing(answer);
                return Exit.Done;
            }

            Show(call, answer, isMap: bucket == "PT1M");
            return Exit.Done;
        }
    }

    private static void Show(Invocation call, JsonElement answer, bool isMap)
    {
        var output = call.Terminal.Out;
        output.WriteLine(Sentence(answer));

        // The columns of a map are the minutes of an hour.
        if (isMap && InstantText.TryParse(answer.At("from").AsText(), out var from) && from.Minute == 0)
        {
            output.WriteLine();
            HeatMap.Write(call.Terminal, from, [.. answer.Items("counts").Select(count => count.GetInt32())]);
        }

        Table(call, [.. answer.Items("worst")], Clashes);
        Table(call, [.. answer.Items("queues")], Queues);
        if (answer.Items("worst").Any())
        {
            call.Terminal.Hint("belfry schedule spread -q tag:…   shows how jobs could move apart");
        }
    }

    private static void Table(Invocation call, JsonElement[] items, Column[] columns)
    {
        if (items.Length > 0)
        {
            call.Terminal.Out.WriteLine();
            call.Report.List(items, null, columns, "");
        }
    }

    private static string Sentence(JsonElement answer)
    {
        string running = answer.Items("running").Select(count => count.GetInt32()).DefaultIfEmpty().Max() is > 0 and var most
            ? $"; about {Number(most)} running at once at most ({answer.At("withoutDuration")} jobs of unknown duration left out)"
            : "";
        return $"{Number(answer.At("starts"))} starts of {Number(answer.At("jobs"))} jobs; more than one in {Number(answer.At("clashingMinutes"))} minutes"
            + $" and {Number(answer.At("clashingSeconds"))} seconds{running}";
    }

    private static string Number(JsonElement? value) => Number(value?.GetInt64() ?? 0);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Names(JsonElement clash)
    {
        string[] names = [.. clash.Items("jobs").Select(name => name.ToString())];
        int more = clash.GetProperty("starts").GetInt32() - names.Length;
        return string.Join(", ", names) + (more > 0 ? $" and {Number(more)} more" : "");
    }
}
