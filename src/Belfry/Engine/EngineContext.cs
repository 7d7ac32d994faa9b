using Belfry.Jobs.Commands;
using Belfry.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Engine;

/// <summary>What the engine takes from outside: time, chance, threads and the user's services.</summary>
internal sealed class EngineContext(TimeProvider time, Chance chance, Offload offload, IServiceScopeFactory services)
{
    public TimeProvider Time { get; } = time;
    public Chance Chance { get; } = chance;
    public Offload Offload { get; } = offload;
    public IServiceScopeFactory Services { get; } = services;

    /// <summary>Ends what the commands of a dead node of this host have left running; answers how many processes.</summary>
    public Func<Guid, CancellationToken, Task<int>> KillOrphans { get; init; } =
        (node, cancellation) => OrphanedCommands.KillAsync(node.ToString("n"), time, cancellation);

    /// <summary>The processes of this host; null where they cannot be told from each other, or must not be judged.</summary>
    public IHostProcesses? Processes { get; init; }

    /// <summary>Tells the other processes of the store that there is something to look for.</summary>
    public Action Announce { get; init; } = static () => { };

    /// <summary>
    /// At most so many runs are claimed, and so many ends written, in one transaction; what is left has its turn at once after it,
    /// or at the same time.
    /// </summary>
    public int Batch { get; init; } = 500;

    public StoreClock Clock { get; init; } = new(time);
    public Wakeup FirerWakeup { get; } = new(time);
    public Wakeup WorkerWakeup { get; } = new(time);
    public Wakeup SecondWorkerWakeup { get; } = new(time);
    public Wakeup FinisherWakeup { get; } = new(time);
    public Wakeup SecondFinisherWakeup { get; } = new(time);
    public Wakeup NotifierWakeup { get; } = new(time);

    /// <summary>The channels that this process can deliver to.</summary>
    public ChannelSet Channels { get; init; } = ChannelSet.Empty;
}
