namespace Belfry.Simulation;

/// <summary>Classes of faults, and of deeds that must do no harm at the wrong moment.</summary>
internal enum Fault
{
    /// <summary>Calls that never reach the store.</summary>
    LostRequests,

    /// <summary>Calls whose commit stands and whose answer is lost.</summary>
    LostReplies,

    /// <summary>Calls that take up to 0.8 s, a few up to 12 s.</summary>
    SlowCalls,

    /// <summary>kill -9, and a new start.</summary>
    Kills,

    /// <summary>SIGSTOP for up to 9 s.</summary>
    Freezes,

    /// <summary>The thread pool of a process stands still for up to 14 s; the heart has a thread of its own.</summary>
    Starvation,

    /// <summary>SIGTERM, and a new start.</summary>
    Drains,

    /// <summary>One node cannot reach the store.</summary>
    Partitions,

    /// <summary>Nobody can reach the store.</summary>
    Outages,

    /// <summary>Wall clocks of nodes step by up to 50 minutes.</summary>
    WallClockSteps,

    /// <summary>Clocks of nodes run fast or slow, as far as a time service slews them.</summary>
    Drift,

    /// <summary>The store's clock steps, forwards by up to ten minutes or backwards by up to 6 s.</summary>
    StoreClockSteps,

    /// <summary>The whole host sleeps for about a minute, the store with it.</summary>
    Suspends,

    /// <summary>Schedules are changed.</summary>
    Edits,

    /// <summary>Jobs are paused and resumed.</summary>
    Pauses,

    /// <summary>Runs are cancelled.</summary>
    Cancels,

    /// <summary>Jobs are deleted and made again under their names.</summary>
    Deletions,

    /// <summary>Runs are asked for outside the schedule, again when the answer was lost.</summary>
    Requests,

    /// <summary>Retention keeps next to nothing.</summary>
    Pruning,

    /// <summary>All nodes have one name.</summary>
    Clones,

    /// <summary>One job brings down its process; a run may do so three times.</summary>
    Poison,

    /// <summary>Some code does not hear that it was asked to end.</summary>
    Stubbornness,

    /// <summary>Some code takes a named lock.</summary>
    Locks,

    /// <summary>Some jobs follow others.</summary>
    Chains,

    /// <summary>Some jobs are under breakers; what they call is down for up to 8 s, and breakers are reset and isolated by hand.</summary>
    Breakers,
}
