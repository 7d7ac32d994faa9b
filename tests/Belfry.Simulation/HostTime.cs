namespace Belfry.Simulation;

/// <summary>The clocks of a simulated process: a wall clock that may be wrong and jump, and a monotonic one that does not.</summary>
internal sealed class HostTime(World world, Host host, TimeSpan skew) : TimeProvider
{
    private TimeSpan skew = skew;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now + skew;

    public override long GetTimestamp() => world.Elapsed;

    public void Jump(TimeSpan by) => skew += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HostTimer(world, host, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class HostTimer(World world, Host host, TimerCallback callback, object? state) : ITimer
    {
        private int generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++generation;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.At(dueTime, host, () =>
                {
                    if (mine == generation)
                    {
                        callback(state);
                    }
                });
            }

            return true;
        }

        public void Dispose() => generation++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
