namespace Belfry.Runs;

/// <summary>Where a run stands. The first four are live, the rest final: a final run never changes again.</summary>
public enum RunState
{
    /// <summary>Its instant has not come.</summary>
    Scheduled,

    /// <summary>Due, waiting for a node, a slot, or an earlier run of the job.</summary>
    Queued,

    /// <summary>Claimed by a node.</summary>
    Running,

    /// <summary>An attempt failed; the next one has an instant.</summary>
    Retrying,

    Succeeded,
    Failed,

    /// <summary>Failed and out of attempts, or lost too often.</summary>
    Dead,
    Cancelled,
    Skipped,
}

/// <summary>What made a run.</summary>
public enum RunTrigger
{
    Schedule,
    Manual,
    Api,
    Retry,
    Backfill,
    Dependency,
}

/// <summary>Why a tick has no run.</summary>
public enum SkipReason
{
    Paused,
    Disabled,
    Overlap,
    Calendar,
    Misfire,
    BreakerOpen,
    DependencyFailed,
    Expired,
    Duplicate,
}
