using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>What the services of one node share: its identity, its lease, and the attempts it holds.</summary>
internal sealed class Node(NodeOptions options, Chance chance, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Execution> executions = [];
    private long leaseCountedFrom = time.GetTimestamp();
    private bool leaseHeld;
    private bool draining;

    public NodeOptions Options { get; } = options;

    /// <summary>The incarnation: new for each start, and after each fencing.</summary>
    public Guid Id { get; private set; } = chance.NextGuid();

    /// <summary>Stopping: no claim begins any more; one that is under way may still bring runs.</summary>
    public bool Draining
    {
        get
        {
            lock (gate)
            {
                return draining;
            }
        }
    }

    /// <summary>A claim is under way: what it brings is the node's, though nothing lists it yet.</summary>
    public bool Claiming { get; private set; }

    /// <summary>A slot is taken until the store has accepted the end of its attempt and the job's code has returned.</summary>
    public int FreeSlots
    {
        get
        {
            lock (gate)
            {
                return Options.Slots - executions.Count;
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

    /// <summary>A lease was held, and its end has come too near to go on.</summary>
    public bool LeaseRanOut
    {
        get
        {
            lock (gate)
            {
                return leaseHeld && time.GetElapsedTime(leaseCountedFrom) >= Options.LeaseTime - Options.FenceMargin;
            }
        }
    }

    public void Drain()
    {
        lock (gate)
        {
            draining = true;
        }
    }

    /// <summary>False when the node drains.</summary>
    public bool BeginClaim()
    {
        lock (gate)
        {
            Claiming = !draining;
            return Claiming;
        }
    }

    public void EndClaim()
    {
        lock (gate)
        {
            Claiming = false;
        }
    }

    /// <param name="sentAt">Monotonic time from before the request, so that the lease is never counted too long.</param>
    public void LeaseAccepted(long sentAt)
    {
        lock (gate)
        {
            (leaseCountedFrom, leaseHeld) = (sentAt, true);
        }
    }

    /// <summary>The lease is gone: stops every attempt and takes a new identity. Answers how many were stopped.</summary>
    public int LoseLease(string cause)
    {
        List<Execution> held;
        lock (gate)
        {
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
                return [.. executions.Values.Where(e => e.Node == Id).Select(e => new HeldRun(e.Run.Id, e.Run.Token))];
            }
        }
    }

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

    /// <summary>Asks a run to end, if this node holds it.</summary>
    public void End(Guid run, StopCause cause, string text)
    {
        foreach (var execution in Executions.Where(e => e.Run.Id == run))
        {
            execution.End(cause, text);
        }
    }
}
