namespace Belfry.Simulation;

/// <summary>What a run's code does.</summary>
/// <param name="Milliseconds">How long it works.</param>
/// <param name="FailPercent">How often it fails.</param>
internal sealed record Work(int Milliseconds, int FailPercent = 0)
{
    /// <summary>It does not hear that it was asked to end.</summary>
    public bool Stubborn { get; init; }

    /// <summary>It brings its process down.</summary>
    public bool Poison { get; init; }

    /// <summary>It must not begin twice: no retries, and <c>onWorkerLost: fail</c>.</summary>
    public bool Once { get; init; }

    /// <summary>It fails while what all such jobs call is down.</summary>
    public bool Calls { get; init; }

    /// <summary>It does nothing unless it gets this lock.</summary>
    public string? Lock { get; init; }
}
