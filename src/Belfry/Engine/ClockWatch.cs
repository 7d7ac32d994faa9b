using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>What one beat tells of this node's clocks: each is read once before the request and the monotonic one after it.</summary>
/// <param name="SentAt">Monotonic, from before the request.</param>
/// <param name="RoundTrip">From there to the answer.</param>
/// <param name="Wall">The node's wall clock when the request was sent.</param>
/// <param name="Store">The store's clock in the answer.</param>
internal readonly record struct ClockReading(TimeSpan SentAt, TimeSpan RoundTrip, DateTimeOffset Wall, DateTimeOffset Store)
{
    // The store read its clock somewhere on the way; the middle is wrong by half the round trip at most.
    public TimeSpan Middle => SentAt + RoundTrip / 2;
}

/// <summary>What a reading made known, for the log.</summary>
[Flags]
internal enum ClockNews
{
    None = 0,
    Jumped = 1,
    Paused = 2,
    Skewed = 4,
    Distrusted = 8,
    TrustedAgain = 16,
}

/// <summary>
/// Watches the node's clocks against the store's. Belfry never judges by a node's wall clock, so a wrong one is reported and, unless
/// the operator sets a bound, changes nothing. Leases are counted on the monotonic clock: one that runs wrong must not claim.
/// </summary>
internal sealed class ClockWatch(TimeSpan beatEvery, TimeSpan? maxSkew)
{
    /// <summary>A wall clock further off than this is worth a line.</summary>
    public static readonly TimeSpan NotableSkew = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan NotableStep = TimeSpan.FromSeconds(1);

    // An answer that took longer says too little about when the store read its clock.
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(1);

    private readonly ClockDrift drift = new();
    private ClockReading? last;
    private TimeSpan expectedAt;
    private bool wasSkewed;

    public ClockReport? Report { get; private set; }

    /// <summary>The next beat is due after <paramref name="wait"/> from <paramref name="now"/>, on the monotonic clock.</summary>
    public void Expect(TimeSpan now, TimeSpan wait) => expectedAt = now + wait;

    public ClockNews Read(ClockReading reading)
    {
        var news = ClockNews.None;
        var skew = reading.RoundTrip > SlowAnswer && Report is not null
            ? Report.Skew
            : reading.Wall + reading.RoundTrip / 2 - reading.Store;
        if (last is { } before)
        {
            var wallStep = reading.Wall - before.Wall - (reading.SentAt - before.SentAt);
            news |= wallStep.Duration() > NotableStep ? ClockNews.Jumped : 0;
            news |= reading.SentAt - expectedAt > NotablePause ? ClockNews.Paused : 0;
        }

        drift.Read(reading.Middle, reading.Store);
        last = reading;
        news |= NewsOf(skew);
        var (jumps, pauses, trusted) = Report is { } known ? (known.Jumps, known.Pauses, known.Trusted) : (0, 0, true);
        var trust = !drift.IsGreat && !(skew.Duration() > maxSkew);
        news |= trust == trusted ? 0 : trust ? ClockNews.TrustedAgain : ClockNews.Distrusted;
        Report = new ClockReport(skew, jumps + (news.HasFlag(ClockNews.Jumped) ? 1 : 0), pauses + (news.HasFlag(ClockNews.Paused) ? 1 : 0))
        {
            Trusted = trust,
        };
        return news;
    }

    // A busy machine is late by some tenths of a second; that is no pause.
    private TimeSpan NotablePause => beatEvery > NotableStep ? beatEvery : NotableStep;

    private ClockNews NewsOf(TimeSpan skew)
    {
        var isSkewed = skew.Duration() > NotableSkew;
        var isNews = isSkewed && !wasSkewed;
        wasSkewed = isSkewed;
        return isNews ? ClockNews.Skewed : ClockNews.None;
    }
}
