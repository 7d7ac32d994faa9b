namespace Belfry.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Timers, <c>Task.Delay</c> and time-outs that take a
/// <see cref="TimeProvider"/> follow it.
/// </summary>
/// <remarks>
/// Timers fire in the order of their instants, those of one instant in the order they were made; while one fires, the clock shows
/// its instant. Safe to use from several threads, but one at a time should move it.
/// </remarks>
public sealed class VirtualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, int Setting), (long At, long Order)> timers = new();
    private long now;
    private long order;

    /// <param name="start">What the clock shows at first; 2026-01-01 00:00 UTC when null.</param>
    public VirtualTime(DateTimeOffset? start = null) =>
        now = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;

    /// <summary>UTC, so that a test does not depend on the machine it runs on.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Start(new VirtualTimer(this, callback, state), dueTime, period);
    }

    /// <summary>Moves the clock on and fires, on this thread, every timer that comes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves the clock to an instant, which must not lie behind it, and fires the timers on the way.</summary>
    public void AdvanceTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
        while (FireNext(instant))
        {
        }

        Interlocked.Exchange(ref now, instant.UtcTicks);
    }

    internal static VirtualTimer Start(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock to the next timer and fires it; false when there is none up to the instant.</summary>
    internal bool FireNext(DateTimeOffset until)
    {
        VirtualTimer timer;
        lock (gate)
        {
            while (timers.TryPeek(out var first, out _) && first.Setting != first.Timer.Setting)
            {
                timers.Dequeue();
            }

            if (!timers.TryPeek(out var next, out var key) || key.At > until.UtcTicks)
            {
                return false;
            }

            timers.Dequeue();
            timer = next.Timer;
            Interlocked.Exchange(ref now, Math.Max(now, key.At));
        }

        timer.Fire();
        return true;
    }

    internal void Enqueue(VirtualTimer timer, int setting, TimeSpan delay)
    {
        lock (gate)
        {
            timers.Enqueue((timer, setting), (now + delay.Ticks, order++));
        }
    }
}
