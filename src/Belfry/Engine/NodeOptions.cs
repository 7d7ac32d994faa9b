using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// The numbers a node lives by. With the defaults a dead node's runs start elsewhere within
/// <c>LeaseTime + RescueGrace + SweepEvery + PollEvery</c> = 20 s; with a shorter lease the others shrink with it, so that the
/// bound is four thirds of the lease.
/// </summary>
public sealed record NodeOptions
{
    private static readonly TimeSpan StandardLease = TimeSpan.FromSeconds(15);

    private readonly TimeSpan? beatEvery;
    private readonly TimeSpan? fenceMargin;
    private readonly TimeSpan? rescueGrace;
    private readonly TimeSpan? sweepEvery;
    private readonly TimeSpan? pollEvery;
    private readonly TimeSpan? notifyEvery;

    /// <summary>For people; the identity is a new id for each start.</summary>
    public string Name { get; init; } = "node";

    /// <summary>Attempts executed at once.</summary>
    public int Slots { get; init; } = 8;

    /// <summary>Queues served; null is all.</summary>
    public IReadOnlyCollection<string>? Queues { get; init; }

    /// <summary>
    /// Which environment this process belongs to (<c>production</c>); null says nothing. The first node that states one says it
    /// for the store, and from then on a node that states another, or none, may look and not work.
    /// </summary>
    public string? Environment { get; init; }

    /// <summary>
    /// The node claims nothing while its wall clock is further off the store's than this; null never minds. Belfry itself does not
    /// judge by wall clocks; jobs may.
    /// </summary>
    public TimeSpan? MaxSkew { get; init; }

    public TimeSpan LeaseTime { get; init; } = StandardLease;

    /// <summary>How often the lease is renewed; a fifth of the lease unless set.</summary>
    public TimeSpan BeatEvery { get => beatEvery ?? LeaseTime / 5; init => beatEvery = value; }

    /// <summary>
    /// A node that could not renew its lease stops its runs this long before the lease ends, by its own monotonic clock; a fifth
    /// of the lease unless set.
    /// </summary>
    public TimeSpan FenceMargin { get => fenceMargin ?? LeaseTime / 5; init => fenceMargin = value; }

    public TimeSpan RescueGrace { get => rescueGrace ?? OfLease(TimeSpan.FromSeconds(2)); init => rescueGrace = value; }
    public TimeSpan SweepEvery { get => sweepEvery ?? OfLease(TimeSpan.FromSeconds(2)); init => sweepEvery = value; }

    /// <summary>How often the processes of other nodes on the same host are looked at; their runs are rescued at once when one is gone.</summary>
    public TimeSpan NeighboursEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan PollEvery { get => pollEvery ?? OfLease(TimeSpan.FromSeconds(1)); init => pollEvery = value; }

    /// <summary>Ticks are fired and claimed this long before their instant, and held until it comes.</summary>
    public TimeSpan LookAhead { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long running attempts may go on after the node was asked to stop.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From asking an attempt to end until its process is killed, or a .NET job is given up on.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often output, progress and checkpoints are written.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan PruneEvery { get; init; } = TimeSpan.FromMinutes(10);
    public RetentionPolicy Retention { get; init; } = RetentionPolicy.Default;

    /// <summary>How often events and messages are looked for that nothing in this process has announced.</summary>
    public TimeSpan NotifyEvery { get => notifyEvery ?? OfLease(TimeSpan.FromSeconds(5)); init => notifyEvery = value; }

    /// <summary>How often jobs that ran here are judged by their interval.</summary>
    public TimeSpan DriftEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Off tells nobody anything; what happens meanwhile is not told later either.</summary>
    public bool Notifies { get; init; } = true;

    /// <summary>A run whose node died this often ends as a dead letter.</summary>
    public int MaxLost { get; init; } = 3;

    /// <summary>Bytes kept from the beginning and from the end of an attempt's output.</summary>
    public int OutputHead { get; init; } = 1024 * 1024;
    public int OutputTail { get; init; } = 1024 * 1024;

    // The same share as with a lease of 15 s, and never more than then.
    private TimeSpan OfLease(TimeSpan standard) => LeaseTime < StandardLease ? standard * (LeaseTime / StandardLease) : standard;
}
