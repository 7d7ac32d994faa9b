using System.Security.Cryptography;
using Belfry.Engine;
using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Server.Hosting;

/// <summary>
/// A node that lives for one run: it holds a lease, beats, reports and finishes like any other, and neither fires nor claims
/// anything else.
/// </summary>
internal sealed class OneRunNode : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource stop = new();
    private readonly IStore store;
    private readonly JobCatalog catalog = new();
    private readonly EngineContext engine;
    private readonly Node node;
    private readonly Heart heart;
    private readonly Finisher finisher;
    private readonly Executor executor;
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private Task loops = Task.CompletedTask;
    private bool claimLost;

    private OneRunNode(IStore store, NodeOptions options, TimeProvider time)
    {
        this.store = store;
        var chance = new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        engine = new EngineContext(time, chance, Task.Run, services.GetRequiredService<IServiceScopeFactory>());
        node = new Node(options.Checked(), chance, time);
        heart = new Heart(store, node, catalog, engine, NullLogger<Heart>.Instance);
        finisher = new Finisher(store, engine);
        executor = new Executor(
            node, new AttemptRunner(store, node, catalog, new CommandRunner(time), engine), finisher, engine, NullLogger<Executor>.Instance);
    }

    /// <summary>Takes the lease; from here on the node must be disposed of.</summary>
    public static async Task<OneRunNode> Join(IStore store, NodeOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var joined = new OneRunNode(store, options, time);
        await joined.heart.RunOnceAsync(cancellation);
        joined.loops = Task.WhenAll(
            ThreadLoop.Run(joined.heart, NullLogger.Instance, joined.stop.Token),
            ThreadLoop.Run(new LeaseWatch(joined.node, NullLogger<LeaseWatch>.Instance), NullLogger.Instance, joined.stop.Token),
            joined.Loop(joined.finisher, joined.engine.FinisherWakeup),
            joined.Loop(new Reporter(store, joined.node), new Wakeup(time)));
        return joined;
    }

    /// <summary>Executes one attempt of the run, to its recorded end. False when the run cannot be claimed now.</summary>
    /// <param name="cancellation">Hands the run back: another node may execute it.</param>
    public async Task<bool> Execute(Guid run, CancellationToken cancellation)
    {
        var request = new ClaimRequest(node.Id, 1, TimeSpan.Zero, catalog.Handlers, null, run);
        if (await Claim(request, cancellation) is not { } claimed)
        {
            return false;
        }

        executor.Start(claimed, request.Node);
        await using var ending = cancellation.Register(() => node.End(run, StopCause.Drained, "the process was asked to end"));
        while (node.Executions.Count > 0 || !finisher.IsEmpty)
        {
            await Task.Delay(LookEvery, engine.Time, CancellationToken.None);
        }

        return true;
    }

    /// <summary>Whether the run stands under this node's name because the answer to a claim was lost: the heart gives it back.</summary>
    public bool MayHaveClaimed(RunRecord run) => claimLost && run.State == RunState.Running && run.Node == node.Options.Name;

    // Who else wants the run may have kept its lock for long: it is theirs then, or is asked for again.
    private async Task<ClaimedRun?> Claim(ClaimRequest request, CancellationToken cancellation)
    {
        try
        {
            return (await store.Runs.Claim(request, cancellation)).Runs is [var claimed] ? claimed : null;
        }
        catch (StoreUnavailableException)
        {
            claimLost = true;
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loops;
        try
        {
            await store.Nodes.Leave(node.Id, CancellationToken.None);
        }
        catch (StoreException)
        {
            // The lease runs out by itself; nothing is held any more.
        }

        await services.DisposeAsync();
        stop.Dispose();
    }

    private Task Loop(IService service, Wakeup wakeup) =>
        ServiceLoop.Run(service, wakeup, engine.Chance, NullLogger.Instance, stop.Token);
}
