namespace Belfry.Simulation;

/// <summary>The clock of the store's host: true time.</summary>
internal sealed class WorldClock(World world) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now;

    public override long GetTimestamp() => world.Elapsed;
}
