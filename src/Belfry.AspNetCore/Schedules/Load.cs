using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Status;
using Belfry.Jobs;
using Belfry.Schedules.Forecasts;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

/// <summary>
/// <c>GET /load?from&amp;to&amp;bucket&amp;q&amp;tag&amp;queue&amp;durations</c>: how many runs will start when, the coming day by minutes when
/// nothing is said. With <c>durations=true</c> it also estimates how many run at once, from the last week's typical durations.
/// </summary>
internal static class Load
{
    private const int MostStatistics = 2_000;
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(1);
    private static readonly TimeSpan StatisticsSpan = TimeSpan.FromDays(7);

    private sealed record PeakView(DateTimeOffset At, int Starts);

    private sealed record QueueView(string Queue, long Starts, PeakView? Peak);

    /// <param name="Jobs">The first by name, at most ten.</param>
    private sealed record ClashView(DateTimeOffset At, int Starts, IReadOnlyList<string> Jobs, IReadOnlyDictionary<string, int> Queues);

    /// <param name="Jobs">Jobs that start something.</param>
    /// <param name="Counts">Starts in each bucket.</param>
    /// <param name="Running">The most runs at once in each bucket; null unless asked for and known.</param>
    /// <param name="WithoutDuration">Jobs left out of <paramref name="Running"/>: they have not run for a week.</param>
    private sealed record LoadView(
        DateTimeOffset From,
        DateTimeOffset To,
        TimeSpan Bucket,
        int Jobs,
        long Starts,
        PeakView? Peak,
        PeakView? BusiestMinute,
        int ClashingMinutes,
        int ClashingSeconds,
        IReadOnlyList<ClashView> Worst,
        IReadOnlyList<QueueView> Queues,
        IReadOnlyList<int> Counts,
        IReadOnlyList<int>? Running,
        int? WithoutDuration);

    public static async Task<IResult> Handle(ApiCall call)
    {
        var now = await call.Now();
        var span = Span(call.Query, now);
        var asked = ForecastJobs.Asked(call.Query);
        bool durations = call.Query.Flag("durations") ?? false;
        call.Query.Close();

        var jobs = new List<PlannedJob>();
        await foreach (var (job, _) in asked.Read(call))
        {
            jobs.Add(durations ? job with { Typical = await Typical(call, job, now, jobs.Count) } : job);
        }

        return LoadCount.Of(jobs, span) is { } load
            ? ApiJson.Ok(View(load, durations))
            : throw TooMuch();
    }

    public static JobInvalidException TooMuch() => new(
        [new JobProblem("to", $"has more than {LoadCount.MostStarts:N0} starts before it; ask for a shorter time, or for fewer jobs with tag, queue or q.")]);

    public static LoadSpan Span(Query query, DateTimeOffset now)
    {
        var bucket = query.Duration("bucket") ?? TimeSpan.FromMinutes(1);
        if (bucket < TimeSpan.FromMinutes(1) || bucket > LoadSpan.Longest || bucket.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            query.Wrong("bucket", "must be whole minutes, such as PT1M or 5m, and 7d at most.");
            bucket = LoadSpan.Longest;
        }

        var minute = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        var (from, to) = ForecastWindow.Read(query, minute, DefaultSpan, LoadSpan.Longest);
        if (from.UtcTicks % TimeSpan.TicksPerMinute != 0 || to.UtcTicks % TimeSpan.TicksPerMinute != 0)
        {
            query.Wrong("from", "and to must be whole minutes.");
        }

        var span = new LoadSpan(from, to, bucket);
        if (span.Buckets > LoadSpan.MostBuckets)
        {
            query.Wrong("bucket", $"makes {span.Buckets:N0} buckets; at most {LoadSpan.MostBuckets:N0} are answered, so make it longer.");
        }

        return span;
    }

    private static async ValueTask<TimeSpan?> Typical(ApiCall call, PlannedJob job, DateTimeOffset now, int before)
    {
        if (before >= MostStatistics)
        {
            throw new JobInvalidException(
                [new JobProblem("durations", $"can be had for {MostStatistics:N0} jobs at once; choose fewer with tag, queue or q, or leave it out.")]);
        }

        var statistics = await call.Store.Queries.Statistics(job.Name, now - StatisticsSpan, now, call.Cancellation);
        return RunFigures.Of(job.Name, now - StatisticsSpan, now, statistics).P50Ms is { } typical ? TimeSpan.FromMilliseconds(typical) : null;
    }

    private static LoadView View(LoadForecast load, bool durations) => new(
        load.Span.From,
        load.Span.To,
        load.Span.Bucket,
        load.Jobs,
        load.Seconds.Total,
        View(load.Buckets.Peak),
        View(load.Minutes.Peak),
        load.Minutes.Clashes,
        load.Seconds.Clashes,
        [.. load.Worst.Select(clash => new ClashView(clash.At, clash.Starts, clash.Jobs, clash.Queues))],
        [.. load.Queues.Where(queue => queue.Value.Total > 0)
            .OrderByDescending(queue => queue.Value.Total)
            .ThenBy(queue => queue.Key, StringComparer.Ordinal)
            .Select(queue => new QueueView(queue.Key, queue.Value.Total, View(queue.Value.Peak)))],
        load.Buckets.Counts,
        load.Running,
        durations ? load.WithoutDuration : null);

    private static PeakView? View(Peak? peak) => peak is { } some ? new PeakView(some.At, some.Starts) : null;
}
