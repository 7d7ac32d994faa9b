namespace Belfry.Testing;

/// <summary>
/// The clock as the jobs' code sees it. Counts the waits of that code, so that the host can tell a job that waits for the clock
/// from one that waits for something else and needs the clock to stand still.
/// </summary>
internal sealed class WorkTime(VirtualTime time) : TimeProvider
{
    private int waits;

    /// <summary>Timers that are set and are no time-outs.</summary>
    public int Waits => Volatile.Read(ref waits);

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    // The timer of a token source bounds a wait for something else; it is no wait itself.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => VirtualTime.Start(
        new VirtualTimer(time, callback, state, state is CancellationTokenSource ? null : Count), dueTime, period);

    private void Count(int by) => Interlocked.Add(ref waits, by);
}
