using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job ticks</c>: what became of each due instant.</summary>
internal static class JobTicks
{
    private static readonly Column[] Columns =
    [
        Column.When("DUE (UTC)", "due"), Column.State("OUTCOME", "outcome"), Column.Text("REASON", "reason"),
        Column.State("STATE", "state"), Column.Text("RUN", "runId"),
    ];

    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        var from = CommonFlags.Instant("--from", "First due instant; a day ago unless given.");
        var to = CommonFlags.Instant("--to", "Last due instant; now unless given.");
        return new Verb("ticks", "Shows what became of each due instant of a job.", Run, name, from, to, flags.Limit);

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var end = call.Get(to) ?? call.Time.GetUtcNow();
            var start = call.Get(from) ?? end.AddDays(-1);
            string below = Route.With(
                "/ticks", ("from", InstantText.Write(start)), ("to", InstantText.Write(end)), ("limit", $"{call.Limit}"));
            var answer = await call.GetJob(call.Get(name), cancellation, below);
            call.Report.List([.. answer.Items("items")], answer.At("next").AsText(), Columns, "No ticks in that time.");
            return Exit.Done;
        }
    }
}
