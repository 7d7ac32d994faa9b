namespace Belfry.Schedules.Forecasts;

/// <summary>How many runs will be executing at once, if each takes as long as is typical for its job and none has to wait.</summary>
internal sealed class RunningEstimate(LoadSpan span)
{
    // What begins and ends in each second; the last place is the end of the span.
    private readonly int[] changes = new int[(int)Math.Ceiling((span.To - span.From).TotalSeconds) + 1];
    private bool known;

    public int WithoutDuration { get; private set; }

    public void Add(DateTimeOffset start, TimeSpan? typical)
    {
        if (typical is { } duration)
        {
            int begin = (int)(start - span.From).TotalSeconds;
            changes[begin]++;

            // A run that takes no time at all still occupies a slot in its second.
            double end = begin + Math.Max(1, Math.Ceiling(duration.TotalSeconds));
            changes[(int)Math.Min(end, changes.Length - 1)]--;
        }
    }

    public void Note(TimeSpan? typical)
    {
        known |= typical is not null;
        WithoutDuration += typical is null ? 1 : 0;
    }

    /// <summary>The greatest number in each bucket; null when no job's duration is known.</summary>
    public IReadOnlyList<int>? Peaks()
    {
        if (!known)
        {
            return null;
        }

        int[] peaks = new int[span.Buckets];
        int now = 0;
        for (int second = 0; second < changes.Length - 1; second++)
        {
            now += changes[second];
            int bucket = (int)(second / span.Bucket.TotalSeconds);
            peaks[bucket] = Math.Max(peaks[bucket], now);
        }

        return peaks;
    }
}
