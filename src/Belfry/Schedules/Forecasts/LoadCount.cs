namespace Belfry.Schedules.Forecasts;

/// <summary>Counts the starts of jobs over a span. Delays by jitter are part of it: they are what a schedule says about a start.</summary>
internal sealed class LoadCount
{
    /// <summary>More starts than this are not counted but refused: the answer would take seconds.</summary>
    public const long MostStarts = 20_000_000;

    private readonly LoadSpan span;
    private readonly long mostStarts;
    private readonly StartCounts buckets;
    private readonly StartCounts minutes;
    private readonly StartCounts seconds;
    private readonly RunningEstimate running;
    private readonly Dictionary<string, StartCounts> queues = new(StringComparer.Ordinal);
    private int jobs;

    private LoadCount(LoadSpan span, long mostStarts)
    {
        (this.span, this.mostStarts) = (span, mostStarts);
        buckets = span.Count(span.Bucket);
        minutes = span.Count(TimeSpan.FromMinutes(1));
        seconds = span.Count(TimeSpan.FromSeconds(1));
        running = new RunningEstimate(span);
    }

    /// <summary>The load, or null when there are more than <paramref name="mostStarts"/> starts.</summary>
    public static LoadForecast? Of(IReadOnlyList<PlannedJob> jobs, LoadSpan span, int worst = 10, long mostStarts = MostStarts)
    {
        var count = new LoadCount(span, mostStarts);
        return jobs.All(count.Add)
            ? new LoadForecast(
                span,
                count.jobs,
                count.buckets,
                count.running.Peaks(),
                count.running.WithoutDuration,
                count.minutes,
                count.seconds,
                Clashes.Of(jobs, count.seconds, worst),
                count.queues)
            : null;
    }

    private bool Add(PlannedJob job)
    {
        var (before, queue) = (seconds.Total, Queue(job));
        foreach (var tick in job.Ticks(Starts.Earliest(job, span.From), span.To))
        {
            var start = Starts.Of(job, tick);
            if (start < span.From || start >= span.To)
            {
                continue;
            }

            int bucket = buckets.IndexOf(start);
            buckets.Add(bucket);
            queue.Add(bucket);
            minutes.Add(minutes.IndexOf(start));
            seconds.Add(seconds.IndexOf(start));
            running.Add(start, job.Typical);
            if (seconds.Total > mostStarts)
            {
                return false;
            }
        }

        if (seconds.Total > before)
        {
            jobs++;
            running.Note(job.Typical);
        }

        return true;
    }

    private StartCounts Queue(PlannedJob job)
    {
        if (!queues.TryGetValue(job.Queue, out var counts))
        {
            queues[job.Queue] = counts = span.Count(span.Bucket);
        }

        return counts;
    }
}
