namespace Belfry.Server.Drill.Faults;

/// <summary>What can be done to a node, or between it and the store.</summary>
internal enum FaultKind
{
    /// <summary>kill -9; started again soon after.</summary>
    Kill,

    /// <summary>kill -9 of every node at once.</summary>
    KillAll,

    /// <summary>Stopped for three leases, then continued: it is taken for dead, and comes back.</summary>
    Freeze,

    /// <summary>Stopped for a third of a lease: nobody may take it for dead.</summary>
    Pause,

    /// <summary>Asked to end, as for an upgrade, and started again.</summary>
    Drain,

    /// <summary>Its connections to the store pass nothing for two leases.</summary>
    Cut,

    /// <summary>Its connections to the store are slow for two leases: nobody may take it for dead.</summary>
    Slow,

    /// <summary>Its connections to the store are reset.</summary>
    Reset,

    /// <summary>A request to the store is lost, and the connection with it.</summary>
    LoseRequest,

    /// <summary>The store does what it was asked, and its answer is lost with the connection.</summary>
    LoseReply,

    /// <summary>A job blocks the threads that all others share.</summary>
    Starve,

    /// <summary>A job brings its process down each time it runs.</summary>
    Poison,

    /// <summary>Jobs are edited, paused and resumed many times a second.</summary>
    Edit,

    /// <summary>Something outside the drill's own doing: a node ended, or the database did.</summary>
    Outside,
}
