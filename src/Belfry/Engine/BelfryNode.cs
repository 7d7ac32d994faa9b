using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>One node: its services, their loops, and an orderly end.</summary>
internal sealed class BelfryNode
{
    private readonly IStore store;
    private readonly Node node;
    private readonly EngineContext engine;
    private readonly Finisher finisher;
    private readonly ILogger<BelfryNode> logger;
    private readonly CancellationTokenSource stop = new();
    private readonly List<(IService Service, Wakeup Wakeup, ILogger Logger)> services;
    private readonly List<(IService Service, ILogger Logger)> vital;
    private readonly List<Task> loops = [];

    public BelfryNode(
        IStore store, JobCatalog catalog, NodeOptions options, EngineContext engine, ILoggerFactory loggers)
    {
        (this.store, this.engine, node) = (store, engine, new Node(options.Checked(), engine.Chance, engine.Time));
        logger = loggers.CreateLogger<BelfryNode>();
        finisher = new Finisher(store, engine);
        var (heartLogger, watchLogger) = (loggers.CreateLogger<Heart>(), loggers.CreateLogger<LeaseWatch>());
        vital = [(new Heart(store, node, catalog, engine, heartLogger), heartLogger), (new LeaseWatch(node, watchLogger), watchLogger)];
        var rescuer = new Rescuer(store, node, engine, loggers.CreateLogger<Rescuer>());
        var runner = new AttemptRunner(store, node, catalog, new CommandRunner(engine.Time), engine);
        var executor = new Executor(node, runner, finisher, engine, loggers.CreateLogger<Executor>());
        services =
        [
            Service(new Firer(store, node, engine, loggers.CreateLogger<Firer>()), engine.FirerWakeup, loggers),
            Service(new Worker(store, node, catalog, executor, engine, engine.SecondWorkerWakeup), engine.WorkerWakeup, loggers),
            Service(new Worker(store, node, catalog, executor, engine, null), engine.SecondWorkerWakeup, loggers),
            Service(finisher, engine.FinisherWakeup, loggers),
            Service(finisher.Second, engine.SecondFinisherWakeup, loggers),
            Service(new Reporter(store, node), new Wakeup(engine.Time), loggers),
            Service(rescuer, new Wakeup(engine.Time), loggers),
            Service(new Janitor(store, node, loggers.CreateLogger<Janitor>()), new Wakeup(engine.Time), loggers),
            Service(new Notifier(store, node, engine, loggers.CreateLogger<Notifier>()), engine.NotifierWakeup, loggers),
        ];
        if (engine.Processes is { } processes)
        {
            services.Add(Service(new NeighbourWatch(store, node, processes, rescuer, engine), new Wakeup(engine.Time), loggers));
        }
    }

    /// <summary>The current incarnation.</summary>
    public Guid Id => node.Id;

    public string Name => node.Options.Name;

    public bool LeaseHeld => node.LeaseHeld;

    /// <summary>Starts the services; returns at once.</summary>
    /// <param name="ownThread">
    /// Runs the heart and the lease watch on threads of their own; null runs them like the others, for the simulator.
    /// </param>
    public void Start(Func<IService, ILogger, CancellationToken, Task>? ownThread)
    {
        EngineLog.NodeStarted(logger, node.Options.Name, node.Id, node.Options.Slots, node.Options.LeaseTime);
        foreach (var (service, serviceLogger) in vital)
        {
            loops.Add(ownThread is not null
                ? ownThread(service, serviceLogger, stop.Token)
                : ServiceLoop.Run(service, new Wakeup(engine.Time), engine.Chance, serviceLogger, stop.Token));
        }

        foreach (var (service, wakeup, serviceLogger) in services)
        {
            loops.Add(ServiceLoop.Run(service, wakeup, engine.Chance, serviceLogger, stop.Token));
        }
    }

    /// <summary>
    /// Drains: claims nothing more, lets running attempts end within <see cref="NodeOptions.DrainTime"/>, asks the rest to
    /// end and hands them back, and gives up the lease. The heart beats to the last.
    /// </summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        node.Drain();
        EngineLog.NodeDrains(logger, node.Options.Name, node.Executions.Count);
        await WaitWhile(() => node.Claiming, node.Options.DrainTime, hurry);
        foreach (var waiting in node.Executions.Where(execution => execution.Run.AvailableAt > engine.Clock.Now))
        {
            waiting.End(StopCause.Drained, "the node stops");
        }

        await WaitWhile(() => IsBusy, node.Options.DrainTime, hurry);
        foreach (var execution in node.Executions)
        {
            execution.End(StopCause.Drained, "the node stops");
        }

        await WaitWhile(() => IsBusy, node.Options.KillGrace * 3, CancellationToken.None);
        stop.Cancel();
        await Task.WhenAll(loops);
        await Leave();
        EngineLog.NodeStopped(logger, node.Options.Name);
    }

    /// <summary>Asks a run to end at once, if this node holds it, without waiting for the next heartbeat.</summary>
    public void Cancel(Guid run, string reason) => node.End(run, StopCause.Cancelled, reason);

    /// <summary>Looks for due ticks and claimable runs now.</summary>
    public void Wake()
    {
        engine.WorkerWakeup.Set();
        engine.FirerWakeup.Set();
    }

    private bool IsBusy => node.Executions.Count > 0 || !finisher.IsEmpty;

    private async Task WaitWhile(Func<bool> holds, TimeSpan atMost, CancellationToken hurry)
    {
        var began = engine.Time.GetTimestamp();
        while (holds() && engine.Time.GetElapsedTime(began) < atMost && !hurry.IsCancellationRequested)
        {
            await Wait.For(TimeSpan.FromMilliseconds(20), engine.Time, hurry);
        }
    }

    private async Task Leave()
    {
        try
        {
            await store.Nodes.Leave(node.Id, CancellationToken.None);
        }
        catch (StoreException exception)
        {
            // The lease runs out by itself; the runs, if any are left, are rescued then.
            EngineLog.StoreTrouble(logger, "drain", exception.Message, 1, TimeSpan.Zero);
        }
    }

    private static (IService, Wakeup, ILogger) Service<T>(T service, Wakeup wakeup, ILoggerFactory loggers)
        where T : IService => (service, wakeup, loggers.CreateLogger<T>());
}
