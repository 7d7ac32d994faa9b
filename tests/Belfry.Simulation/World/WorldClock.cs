namespace Belfry.Simulation;

/// <summary>The clock of the store's host: true time, until somebody sets it.</summary>
internal sealed class WorldClock(World world) : TimeProvider
{
    private TimeSpan offset;
    private DateTimeOffset newest;

    /// <summary>When it was last set; some promises need a moment after that.</summary>
    public long SteppedAt { get; private set; } = long.MinValue / 2;

    /// <summary>When time goes on for the store; after a step backwards it stands still for as long.</summary>
    public long MovesFrom { get; private set; } = long.MinValue / 2;

    /// <summary>What the store must take for now: it never goes back behind an instant that was read.</summary>
    public DateTimeOffset Judged => newest > world.Now + offset ? newest : world.Now + offset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Step(TimeSpan by)
    {
        world.Note($"the store's clock steps by {by.TotalSeconds:0.0} s");
        offset += by;
        SteppedAt = world.Elapsed;
        MovesFrom = world.Elapsed + Math.Max(0, (newest - world.Now - offset).Ticks);
    }

    public override DateTimeOffset GetUtcNow()
    {
        newest = Judged;
        return world.Now + offset;
    }

    public override long GetTimestamp() => world.Elapsed;
}
