using System.CommandLine;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>belfry run list</c>.</summary>
internal static class RunList
{
    private static readonly string[] States =
        ["scheduled", "queued", "running", "succeeded", "failed", "retrying", "dead", "cancelled", "skipped"];

    private static readonly Column[] Columns =
    [
        new("ID", (terminal, run) => RunIds.Shown(terminal, run.At("id").AsText() ?? "-")),
        Column.Text("JOB", "job"),
        Column.State("STATE", "state"),
        Column.Text("TRIGGER", "trigger"),
        Column.When("DUE (UTC)", "due"),
        Column.Duration("LATENCY", "latencyMs"),
        Column.Duration("DURATION", "durationMs"),
        new("ATTEMPT", (_, run) => $"{run.At("attempt").AsText() ?? "-"}/{run.At("maxAttempts").AsText() ?? "-"}", Right: true),
        Column.Text("ERROR", "error.message"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var job = new Option<string?>("--job") { HelpName = "JOB", Description = "Only runs of this job." };
        job.CompletionSources.Add(Completion.Jobs);
        var state = CommonFlags.Choice("--state", [], States, "Only runs in this state.");
        var from = CommonFlags.Instant("--from", "Only runs due from this instant on.");
        var to = CommonFlags.Instant("--to", "Only runs due up to this instant.");
        return new Verb("list", "Lists runs, newest first.", (call, cancellation) => Show(call, Route.With(
            "/runs",
            [
                ("job", call.Get(job)),
                ("state", call.Get(state)),
                ("from", call.Get(from) is { } first ? InstantText.Write(first) : null),
                ("to", call.Get(to) is { } last ? InstantText.Write(last) : null),
                .. RunQueryText.Parameters(call),
            ]), cancellation), job, state, from, to, flags.Query, flags.Limit)
        {
            Examples = ["belfry run list --state failed --limit 10", "belfry run list -q 'job:nightly-report started:<24h' -o jsonl"],
        };
    }

    public static async Task<Exit> Show(Invocation call, string path, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List(path, call.Limit, cancellation);
        call.Report.List(items, next, Columns, "No runs.");
        return Exit.Done;
    }
}
