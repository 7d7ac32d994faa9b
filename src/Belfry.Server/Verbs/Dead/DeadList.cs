using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Dead;

/// <summary><c>belfry dead list</c>: letters, or their causes.</summary>
internal static class DeadList
{
    public static readonly Column[] Letters =
    [
        new("ID", (terminal, letter) => RunIds.Shown(terminal, letter.At("id").AsText() ?? "-")),
        Column.Text("JOB", "job"),
        Column.When("DIED (UTC)", "diedAt"),
        Column.When("DUE (UTC)", "due"),
        Column.Number("ATTEMPTS", "attempts"),
        Column.Text("REASON", "reason"),
        Column.Text("CAUSE", "error.fingerprint"),
        Column.Text("ERROR", "error.message"),
    ];

    public static readonly Column[] Causes =
    [
        Column.Text("CAUSE", "fingerprint"),
        new("LETTERS", (_, group) => group.At("count").AsText() + (group.At("countIsExact")?.GetBoolean() == false ? "+" : ""), Right: true),
        Column.Text("JOBS", "jobs"),
        Column.When("FIRST (UTC)", "firstAt"),
        Column.When("LAST (UTC)", "lastAt"),
        Column.Text("ERROR", "message"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var job = new System.CommandLine.Option<string?>("--job") { HelpName = "JOB", Description = "Only those of this job." };
        job.CompletionSources.Add(Completion.Jobs);
        var group = new System.CommandLine.Option<string?>("--group") { HelpName = "FINGERPRINT", Description = "Only those with this cause; the start of it is enough." };
        var since = new System.CommandLine.Option<string?>("--since") { HelpName = "WHEN", Description = "Only those that died since an instant, or in the last 24h." };
        var causes = new System.CommandLine.Option<bool>("--causes") { Description = "Their causes, with how many have each." };
        return new Verb("list", "Lists dead letters, newest first, or their causes.", Run, job, group, since, causes, flags.Query, flags.Limit)
        {
            Examples = ["belfry dead list --causes", "belfry dead list --group e7a1 --since 24h"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            bool grouped = call.Get(causes);
            string path = Route.With(
                "/dead",
                ("job", call.Get(job)),
                ("fingerprint", call.Get(group)),
                ("since", call.Get(since)),
                ("q", call.Query),
                ("group", grouped ? "fingerprint" : null));
            var (items, next) = await call.Api.List(path, call.Limit, cancellation);
            call.Report.List(items, next, grouped ? Causes : Letters, "No dead letters.");
            call.Terminal.Hint(items.Count == 0 ? "" : grouped ? "belfry dead retry --group FINGERPRINT" : "belfry dead retry ID   belfry dead list --causes");
            return Exit.Done;
        }
    }
}
