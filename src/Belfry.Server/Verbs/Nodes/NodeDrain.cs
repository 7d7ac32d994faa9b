using System.CommandLine;
using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry node drain</c>: the node claims nothing more and finishes what it runs; its process stays.</summary>
internal static class NodeDrain
{
    private const int MostNodes = 10_000;

    public static Verb Create(CommonFlags flags)
    {
        var name = new Argument<string>("NODE") { Description = "Name or id of the node, or the beginning of its id." };
        var off = new Option<bool>("--off") { Description = "Let the node claim again." };
        return new Verb("drain", "Lets a node claim nothing more and finish what it runs; the process stays.", Run, name, off, flags.Reason, flags.DryRun)
        {
            Examples = ["belfry node drain worker-3 --reason 'new kernel'", "belfry node drain worker-3 --off"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var node = await Find(call, call.Get(name), cancellation);
            string shown = node.At("name").AsText()!;
            if (call.DryRun)
            {
                call.Terminal.Say($"{shown} would {(call.Get(off) ? "claim again" : "drain")}");
                return Exit.Done;
            }

            var body = ReasonBody.Of(call) ?? [];
            body["on"] = !call.Get(off);
            await call.Api.Post($"/nodes/{node.At("id").AsText()}/drain", body, cancellation);
            call.Terminal.Say(call.Get(off) ? $"✓ {shown} claims again" : $"✓ {shown} drains: {node.At("running").AsText()} runs are still under way");
            return Exit.Done;
        }
    }

    private static async Task<JsonElement> Find(Invocation call, string name, CancellationToken cancellation)
    {
        var nodes = (await call.Api.List("/nodes", MostNodes, cancellation)).Items
            .Where(node => node.At("state").AsText() is not ("left" or "fenced"))
            .ToList();
        var found = nodes.Where(node => node.At("name").AsText() == name).ToList();
        if (found.Count == 0)
        {
            found = [.. nodes.Where(node => node.At("id").AsText()!.StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        }

        return found switch
        {
            [var one] => one,
            [] => throw new Failure(Exit.NotFound, $"no node '{name}' is alive.", next: "belfry node list shows them."),
            _ => throw new Failure(Exit.Usage, $"{found.Count} nodes are called '{name}'.", next: "Give the id; belfry node list shows them."),
        };
    }
}
