using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry node list</c>.</summary>
internal static class NodeList
{
    private static readonly Column[] Columns =
    [
        new("ID", (_, node) => node.At("id").AsText()?[..8] ?? "-"),
        Column.Text("NAME", "name"),
        Column.State("STATE", "state"),
        Column.Number("RUNNING", "running"),
        Column.Number("SLOTS", "slots"),
        Column.Text("QUEUES", "queues"),
        Column.Text("ENVIRONMENT", "environment"),
        Column.Duration("SKEW", "skewMs"),
        Column.Number("JUMPS", "jumps"),
        Column.Number("PAUSES", "pauses"),
        Column.When("LAST BEAT (UTC)", "lastBeatAt"),
    ];

    public static Verb Create(CommonFlags flags) => new("list", "Lists nodes: what they do, and how far their clocks are off.", Run, flags.Limit)
    {
        Examples = ["belfry node list", "belfry node list -o json | jq -r '.items[] | select(.state == \"active\").name'"],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List("/nodes", call.Limit, cancellation);
        call.Report.List(items, next, Columns, "No node has ever worked on this store. Start one with: belfry server");
        return Exit.Done;
    }
}
