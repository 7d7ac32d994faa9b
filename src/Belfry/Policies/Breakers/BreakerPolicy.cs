namespace Belfry.Policies.Breakers;

/// <summary>When a circuit breaker opens, and how it finds out that it may close again.</summary>
public sealed record BreakerPolicy
{
    public static BreakerPolicy Default { get; } = new();

    /// <summary>This many failures in a row, all within <see cref="Window"/>, open it.</summary>
    public int Failures { get; init; } = 5;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it stays open before trial calls are let through.</summary>
    public TimeSpan Recovery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most trial calls at once in the whole cluster.</summary>
    public int Trials { get; init; } = 1;
}
