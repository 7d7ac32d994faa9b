using Belfry.Policies.Breakers;

namespace Belfry.Jobs;

/// <summary>The circuit breaker that a job's runs are under.</summary>
public sealed record JobBreaker
{
    /// <summary>Of a breaker that several jobs share, the one that was saved last counts for all.</summary>
    public BreakerPolicy Policy { get; init; } = BreakerPolicy.Default;

    /// <summary>What the job calls; all jobs that name it share one breaker. Null is a breaker of the job's own.</summary>
    public string? Resource { get; init; }

    public WhileOpen WhileOpen { get; init; }
}

/// <summary>What becomes of a job's ticks while its breaker is open. Runs that were made already, and those that people ask for, wait.</summary>
public enum WhileOpen
{
    /// <summary>Recorded as skipped: <c>breaker-open</c>.</summary>
    Skip,

    /// <summary>They become runs, which wait until the breaker lets them through.</summary>
    Wait,
}
