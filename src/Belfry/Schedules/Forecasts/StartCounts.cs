namespace Belfry.Schedules.Forecasts;

/// <summary>How many runs start in each step of a span of time.</summary>
/// <param name="from">The beginning of the first step.</param>
internal sealed class StartCounts(DateTimeOffset from, TimeSpan step, int steps)
{
    private readonly int[] counts = new int[steps];

    public DateTimeOffset From { get; } = from;
    public TimeSpan Step { get; } = step;
    public IReadOnlyList<int> Counts => counts;
    public long Total { get; private set; }

    /// <summary>The step with most starts, the earliest of several; null when nothing starts.</summary>
    public Peak? Peak
    {
        get
        {
            int most = counts.Length == 0 ? 0 : counts.Max();
            return most == 0 ? null : new Peak(From + Array.IndexOf(counts, most) * Step, most);
        }
    }

    /// <summary>Steps in which more than one run starts.</summary>
    public int Clashes => counts.Count(count => count > 1);

    public int this[int index] => counts[index];

    /// <summary>The step of an instant; outside of the span it is no index.</summary>
    public int IndexOf(DateTimeOffset instant) => instant < From ? -1 : (int)Math.Min((instant - From).Ticks / Step.Ticks, int.MaxValue);

    public void Add(int index, int starts = 1)
    {
        if ((uint)index < (uint)counts.Length)
        {
            counts[index] += starts;
            Total += starts;
        }
    }
}

/// <summary>When most runs start, and how many.</summary>
internal readonly record struct Peak(DateTimeOffset At, int Starts);
