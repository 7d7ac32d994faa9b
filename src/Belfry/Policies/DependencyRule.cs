namespace Belfry.Policies;

/// <summary>Which end of the jobs that a job follows lets it run.</summary>
public enum DependencyRule
{
    /// <summary>All succeeded.</summary>
    Success,

    /// <summary>All ended, however.</summary>
    End,

    /// <summary>One failed.</summary>
    Failure,
}

/// <summary>What becomes of a tick whose upstream jobs ended otherwise than the rule asks.</summary>
public enum UnmetRule
{
    /// <summary>Recorded as skipped: <c>dependency-failed</c>.</summary>
    Skip,

    /// <summary>A run that fails at once, so that whoever hears of failures hears of it.</summary>
    Fail,

    /// <summary>Waits until the upstream job has been run again for the tick.</summary>
    Wait,
}
