using System.Globalization;
using System.Text.Json;
using Belfry.Runs;
using Belfry.Server.Bench;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Faults;
using Belfry.Server.Output;

namespace Belfry.Server.Drill;

/// <summary>What a drill found: numbers for people and scripts, and every broken promise.</summary>
internal sealed class DrillReport
{
    private const int MostFindings = 20;

    private DrillReport(IReadOnlyList<Finding> findings, IReadOnlyList<(string Name, string What, double Value, string Unit)> figures, IReadOnlyList<Fault> faults) =>
        (Findings, Figures, Faults) = (findings, figures, faults);

    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Name for programs, words for people.</summary>
    public IReadOnlyList<(string Name, string What, double Value, string Unit)> Figures { get; }

    private IReadOnlyList<Fault> Faults { get; }

    public static Column[] Columns { get; } =
        [Column.Text("FIGURE", "what"), Column.Number("VALUE", "value"), Column.Text("UNIT", "unit")];

    /// <param name="refused">Ends of attempts that the store refused.</param>
    /// <param name="leasesLost">Leases that nodes saw lost.</param>
    public static DrillReport Of(History history, int refused, int leasesLost)
    {
        var findings = HistoryChecker.Check(history);
        double[] late = [.. TimeChecks.Undisturbed(history).Select(start => start.Late.TotalMilliseconds)];
        double[] recovery = [.. TimeChecks.Recoveries(history).Select(recovery => recovery.Took.TotalSeconds)];
        var repeats = RepeatChecks.Repeats(history).ToList();
        return new DrillReport(findings,
        [
            ("expectedTicks", "ticks expected", TickChecks.Expected(history).Count(), "ticks"),
            ("runs", "of them with a run", history.Ticks.Count(tick => tick.Run is not null), "ticks"),
            ("lostTicks", "lost", TickChecks.Lost(history).Count(), "ticks"),
            ("doubledTicks", "doubled", TickChecks.Twice(history).Concat(TickChecks.SecondRuns(history)).Count(), "ticks"),
            ("faults", "faults", history.Faults.Count, "faults"),
            ("storeStalls", "of them the store's or the machine's own", history.Faults.Count(fault => fault is { Kind: FaultKind.Outside, Process: null }), "faults"),
            ("executions", "executions", history.Executions.Count, "runs"),
            ("reattempts", "executed again after a fault", repeats.Count, "runs"),
            ("repeatsUnexplained", "executed again without one", RepeatChecks.Unexplained(history).Count(), "runs"),
            ("lostToNodes", "runs that count as lost with a node", history.Runs.Count(run => run.LostCount > 0), "runs"),
            ("dead", "ended as dead letters", history.Runs.Count(run => run.State == RunState.Dead), "runs"),
            ("staleRefusedByTarget", "stale requests refused by the target", history.Effects.Count(effect => !effect.Accepted), "requests"),
            ("staleRefusedByStore", "stale ends refused by the store", refused, "ends"),
            ("leasesLost", "leases that nodes saw lost", leasesLost, "leases"),
            ("callsAcknowledged", "API calls acknowledged", history.Calls.Count(call => call.Outcome == CallOutcome.Acknowledged), "calls"),
            ("callsUnknown", "API calls with no answer", history.Calls.Count(call => call.Outcome == CallOutcome.Unknown), "calls"),
            ("lateTicks", "late though nothing was wrong", late.Count(milliseconds => milliseconds > history.Bounds.Punctual.TotalMilliseconds), "ticks"),
            ("latenessP50", "lateness while nothing was wrong, median", Rounded(Figure.Percentile(late, 0.5)), "ms"),
            ("latenessP99", "and 99 of 100 below", Rounded(Figure.Percentile(late, 0.99)), "ms"),
            ("recoveryP50", "from a fault to the next start, median", Rounded(Figure.Percentile(recovery, 0.5)), "s"),
            ("recoveryMax", "and at most", Rounded(recovery.DefaultIfEmpty(double.NaN).Max()), "s"),
            ("recoveryBound", "promised at most", Rounded(history.Bounds.Recovery.TotalSeconds), "s"),
            ("brokenPromises", "broken promises", findings.Count, "promises"),
        ],
        history.Faults);
    }

    public IEnumerable<JsonElement> Rows() => Figures.Select(figure => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("what", figure.What);
        Write(json, "value", figure.Value);
        json.WriteString("unit", figure.Unit);
        json.WriteEndObject();
    }));

    public JsonElement ToJson(DrillOptions options, string store) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("store", store);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("nodes", options.Nodes);
        json.WriteNumber("seconds", options.Seconds);
        json.WriteNumber("jobs", options.Jobs);
        foreach (var figure in Figures)
        {
            Write(json, figure.Name, figure.Value);
        }

        json.WriteStartObject("faultsByKind");
        foreach (var kind in Faults.GroupBy(fault => fault.Kind))
        {
            json.WriteNumber(kind.Key.Word(), kind.Count());
        }

        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (var finding in Findings.Take(MostFindings))
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Check);
            json.WriteString("promise", finding.Promise);
            json.WriteString("what", finding.What);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }

    private static double Rounded(double value) => Math.Round(value, 2);
}
