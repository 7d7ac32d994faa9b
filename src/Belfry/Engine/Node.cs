using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>What the services of one node share: its identity, its lease, and the attempts it holds.</summary>
internal sealed class Node(NodeOptions options, Chance chance, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Execution> executions = [];
    private long leaseCountedFrom = time.GetTimestamp();
    private bool leaseHeld;
    private bool stopping;
    private bool clocksTrusted = true;

    // Slots that claims under way may fill.
    private int promised;

    public NodeOptions Options { get; } = options;

    /// <summary>The incarnation: new for each start, and after each fencing.</summary>
    public Guid Id { get; private set; } = chance.NextGuid();

    /// <summary>Stopping, or asked to drain: no claim begins any more; one that is under way may still bring runs.</summary>
    public bool Draining
    {
        get
        {
            lock (gate)
            {
                return stopping || Standing.AskedToDrain;
            }
        }
    }

    /// <summary>What the store said of this node with the last answered beat.</summary>
    public NodeStanding Standing { get; private set; } = NodeStanding.Unknown;

    /// <summary>Whether the node may fire, rescue and prune: the store has said that it belongs to the same environment.</summary>
    public bool MayWork => Standing is { Known: true, Guarded: false };

    /// <summary>A claim is under way: what it brings is the node's, though nothing lists it yet.</summary>
    public bool Claiming
    {
        get
        {
            lock (gate)
            {
                return promised > 0;
            }
        }
    }

    /// <summary>
    /// A slot is taken from the claim that may fill it until the store has accepted the end of its attempt and the job's code has
    /// returned.
    /// </summary>
    public int FreeSlots
    {
        get
        {
            lock (gate)
            {
                return Options.Slots - promised - executions.Count;
            }
        }
    }

    /// <summary>Whether the node may claim: its lease was accepted and has not come near its end.</summary>
    public bool LeaseHeld
    {
        get
        {
            lock (gate)
            {
                return leaseHeld && time.GetElapsedTime(leaseCountedFrom) < Options.LeaseTime - Options.FenceMargin;
            }
        }
    }

    /// <summary>
    /// Whether what was claimed under this identity is still the node's: a lease that it took later under another one says nothing
    /// about it.
    /// </summary>
    public bool HoldsLease(Guid id)
    {
        lock (gate)
        {
            return id == Id && LeaseHeld;
        }
    }

    /// <summary>A lease was held, and its end has come too near to go on.</summary>
    public bool LeaseRanOut => LeaseLeft is { } left && left == TimeSpan.Zero;

    /// <summary>How long the node may go on without another answer; null when it holds no lease.</summary>
    public TimeSpan? LeaseLeft
    {
        get
        {
            lock (gate)
            {
                var left = Options.LeaseTime - Options.FenceMargin - time.GetElapsedTime(leaseCountedFrom);
                return !leaseHeld ? null : left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    public void Drain()
    {
        lock (gate)
        {
            stopping = true;
        }
    }

    /// <summary>
    /// Promises free slots to a claim, at most so many, until <see cref="EndClaim"/>. None when the node drains, may not work, or
    /// cannot trust its clocks.
    /// </summary>
    public int BeginClaim(int most)
    {
        lock (gate)
        {
            var slots = !Draining && MayWork && clocksTrusted ? Math.Clamp(FreeSlots, 0, most) : 0;
            promised += slots;
            return slots;
        }
    }

    public void EndClaim(int slots)
    {
        lock (gate)
        {
            promised -= slots;
        }
    }

    /// <summary>The store has answered a beat. False when the beat was for an identity that the node has given up since.</summary>
    /// <param name="id">The identity that the beat was sent for.</param>
    /// <param name="sentAt">Monotonic time from before the request, so that the lease is never counted too long.</param>
    /// <param name="environment">Which environment the store belongs to.</param>
    /// <param name="drain">Somebody asked the node to drain.</param>
    /// <param name="trusted">Whether the node's clocks may be trusted.</param>
    public bool LeaseAccepted(Guid id, long sentAt, string? environment = null, bool drain = false, bool trusted = true)
    {
        lock (gate)
        {
            if (id != Id)
            {
                return false;
            }

            (leaseCountedFrom, leaseHeld, clocksTrusted) = (sentAt, true, trusted);
            Standing = new NodeStanding(Known: true, environment is not null && environment != Options.Environment, drain);
            return true;
        }
    }

    /// <summary>Loses the lease if its end has come too near; null when it has not. Nothing comes between the look and the loss.</summary>
    public int? LoseRunOutLease(string cause)
    {
        lock (gate)
        {
            return LeaseRanOut ? LoseLease(Id, cause) : null;
        }
    }

    /// <summary>
    /// The lease of an identity is gone: stops every attempt and takes a new identity. Answers how many were stopped; null when that
    /// identity had been given up before.
    /// </summary>
    public int? LoseLease(Guid id, string cause)
    {
        List<Execution> held;
        lock (gate)
        {
            if (id != Id)
            {
                return null;
            }

            (leaseHeld, Id) = (false, chance.NextGuid());
            held = [.. executions.Values];
        }

        foreach (var execution in held)
        {
            execution.End(StopCause.LeaseLost, cause);
        }

        return held.Count;
    }

    public IReadOnlyList<Execution> Executions
    {
        get
        {
            lock (gate)
            {
                return [.. executions.Values];
            }
        }
    }

    public IReadOnlyList<HeldRun> Holding
    {
        get
        {
            lock (gate)
            {
                return [.. executions.Values.Where(e => e.Node == Id && !e.Recorded).Select(e => new HeldRun(e.Run.Id, e.Run.Token))];
            }
        }
    }

    /// <summary>Executes a run that may be what brings its nodes down: it gets no second one.</summary>
    public bool HoldsDoubtful => Executions.Any(execution => Doubt.IsDoubtful(execution.Run.LostCount));

    // By token: a run can come back to the node that lost it while the old attempt's code still runs.
    public void Add(Execution execution)
    {
        lock (gate)
        {
            executions[execution.Run.Token] = execution;
        }
    }

    public void Remove(Execution execution)
    {
        lock (gate)
        {
            executions.Remove(execution.Run.Token);
        }
    }

    /// <summary>An attempt that the node listed is not its own any more. Another attempt of the run may be.</summary>
    public void Lose(HeldRun held, string text)
    {
        foreach (var execution in Executions.Where(e => e.Run.Id == held.Run && e.Run.Token == held.Token))
        {
            execution.End(StopCause.LeaseLost, text);
        }
    }

    /// <summary>Asks a run to end, if this node holds it.</summary>
    public void End(Guid run, StopCause cause, string text)
    {
        foreach (var execution in Executions.Where(e => e.Run.Id == run))
        {
            execution.End(cause, text);
        }
    }
}
