namespace Belfry.Policies;

/// <summary>How many attempts may run at once, and how many may start in a time, in the whole cluster.</summary>
/// <param name="Running">Attempts running at once; null is no bound.</param>
/// <param name="Starts">Starts in each <paramref name="Per"/>; null is no bound.</param>
/// <param name="Per">Set exactly when <paramref name="Starts"/> is.</param>
/// <remarks>
/// A rate is a token bucket of <paramref name="Starts"/> tokens that refills evenly: as many may start at once after a rest, and
/// never more than that and what was refilled since.
/// </remarks>
public sealed record LimitPolicy(int? Running, int? Starts = null, TimeSpan? Per = null)
{
    /// <summary>Bounds nothing.</summary>
    public static LimitPolicy None { get; } = new(Running: null);

    public bool IsNone => Running is null && Starts is null;
}
