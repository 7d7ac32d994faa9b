namespace Belfry.Simulation;

/// <summary>
/// The clocks of a simulated process: a wall clock that may be wrong and step, and a monotonic one that may run a little fast or
/// slow.
/// </summary>
/// <param name="drift">Seconds gained in a second.</param>
internal sealed class HostTime(World world, Host host, TimeSpan skew, double drift) : TimeProvider
{
    private TimeSpan skew = skew;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now + skew + TimeSpan.FromTicks((long)(world.Elapsed * drift));

    public override long GetTimestamp() => (long)(world.Elapsed * (1 + drift));

    public void Step(TimeSpan by)
    {
        world.Note($"{host.Name} sets its clock by {by.TotalSeconds:0} s");
        skew += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Timers of the heart's waits fire on its own thread, all others on the pool.
        var thread = SynchronizationContext.Current as HostContext ?? host.Pool;
        var timer = new HostTimer(world, thread, callback, state, 1 + drift);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class HostTimer(World world, HostContext thread, TimerCallback callback, object? state, double rate) : ITimer
    {
        private int generation;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var mine = ++generation;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.At(dueTime / rate, thread, () =>
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
