namespace Belfry.Policies;

/// <summary>Of what is said where, when things go wrong with a job and when they are well again.</summary>
public sealed record NotifyPolicy
{
    /// <summary>Names of channels, as the settings or <c>AddChannel</c> give them.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Runs that must fail in a row before it is said, once until one succeeds; 0 says nothing of them.</summary>
    public int AfterFailures { get; init; } = 1;

    /// <summary>Each run that ends as a dead letter.</summary>
    public bool OnDeadLetter { get; init; } = true;

    /// <summary>The first success after something was said.</summary>
    public bool OnRecovery { get; init; } = true;

    /// <summary>Ticks that came too late to be run.</summary>
    public bool OnMissed { get; init; }

    /// <summary>The job's breaker opened or closed.</summary>
    public bool OnBreaker { get; init; }

    /// <summary>A run succeeded against what the job expects, or the job has begun to overrun its interval.</summary>
    public bool OnExpectation { get; init; } = true;
}
