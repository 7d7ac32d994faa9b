using System.Runtime.Versioning;
using Belfry.Server.CommandLine;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Faults;
using Belfry.Server.Drill.Network;

namespace Belfry.Server.Drill.Nodes;

/// <summary>A place in the cluster: one node after the other stands in it, each a process of its own.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Place(int number, Func<string, int, NodeStart> how, Launcher launcher, FaultLog log, TcpProxy? link) : IAsyncDisposable
{
    // A node whose store or Redis is away when it starts ends; as under a service manager it is started again.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StartAgain = TimeSpan.FromMilliseconds(500);

    private readonly List<DrillNode> past = [];
    private int starts;
    private bool ending;

    /// <summary>The node that stands here; the last one when it has ended.</summary>
    public DrillNode Node { get; private set; } = null!;

    /// <summary>Between it and the store; null where the store is a file.</summary>
    public TcpProxy? Link => link;

    /// <summary>Something is being done to it.</summary>
    public bool Disturbed { get; private set; }

    public IEnumerable<DrillNode> Nodes => past;

    public async Task Start(CancellationToken cancellation)
    {
        Node = await Started(cancellation);
        past.Add(Node);
        _ = Watch(Node, cancellation);
    }

    private async Task<DrillNode> Started(CancellationToken cancellation)
    {
        var began = log.Clock.Now;
        while (true)
        {
            try
            {
                return await DrillNode.Start(launcher, how($"node-{number}.{++starts}", number), cancellation);
            }
            catch (Failure) when (log.Clock.Now - began < StartPatience)
            {
                await Task.Delay(StartAgain, cancellation);
            }
        }
    }

    /// <summary>Does something to the node that stands here now, and keeps everything else away from it meanwhile.</summary>
    public async Task Disturb(FaultKind kind, Func<DrillNode, Task> how)
    {
        Disturbed = true;
        var node = Node;
        var begin = log.Clock.Now;
        try
        {
            // Written down first: what follows from it must not seem to come before it.
            int entry = log.Begin(kind, node.Name, begin);
            await how(node);
            log.End(entry);
        }
        finally
        {
            Disturbed = false;
        }
    }

    public IEnumerable<Execution> Executions() => past.SelectMany(node => node.Executions(log.Clock));

    public IEnumerable<Stall> Stalls() => past.SelectMany(node => node.Stalls(log.Clock));

    /// <summary>Ends the node in order, so that it writes down its last words.</summary>
    public async Task End()
    {
        (ending, Disturbed) = (true, true);
        Node.Continue();
        await Node.Drain();
    }

    public async ValueTask DisposeAsync()
    {
        ending = true;
        foreach (var node in past)
        {
            await node.DisposeAsync();
        }

        if (link is not null)
        {
            await link.DisposeAsync();
        }
    }

    // A job can bring its node down; as under a service manager it is started again.
    private async Task Watch(DrillNode node, CancellationToken cancellation)
    {
        await node.Exited;
        if (Disturbed || ending || cancellation.IsCancellationRequested)
        {
            return;
        }

        await Disturb(FaultKind.Outside, _ => Start(cancellation));
    }
}
