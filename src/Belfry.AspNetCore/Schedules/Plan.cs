using Belfry.AspNetCore.Http;
using Belfry.Schedules;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

/// <summary><c>GET /plan?from&amp;to&amp;limit</c>: what will fire, the coming hour when nothing is said. Paused and disabled jobs do not.</summary>
internal static class Plan
{
    private const int JobsAtOnce = 500;
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    private sealed record PlannedFire(DateTimeOffset Due, string Job, string Queue, string Words);

    private sealed record PlanPage(IReadOnlyList<PlannedFire> Items, string? Next, DateTimeOffset From, DateTimeOffset To, bool Truncated);

    public static async Task<IResult> Handle(ApiCall call)
    {
        var now = await call.Now();
        var from = call.Query.Instant("from") ?? now;
        var to = call.Query.Instant("to") ?? from + DefaultSpan;
        int limit = call.Query.Limit();
        if (to < from || to - from > LongestSpan)
        {
            call.Query.Wrong("to", $"must be after from, by {LongestSpan.Days} days at most.");
        }

        call.Query.Close();
        var fires = await Collect(call, from < now ? now : from, to, limit);
        return ApiJson.Ok(new PlanPage([.. fires.Take(limit)], null, from, to, fires.Count > limit));
    }

    /// <summary>The first fires of all jobs, one more than asked for when there are more.</summary>
    private static async Task<List<PlannedFire>> Collect(ApiCall call, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var fires = new List<PlannedFire>();
        string? cursor = null;
        do
        {
            var query = new JobQuery(Enabled: true, Paused: false, Cursor: cursor, Limit: JobsAtOnce);
            var page = await call.Store.Queries.Jobs(query, call.Cancellation);
            fires.AddRange(page.Items.SelectMany(job => Fires(job, from, to, limit + 1)));
            fires = [.. fires.OrderBy(fire => fire.Due).ThenBy(fire => fire.Job, StringComparer.Ordinal).Take(limit + 1)];
            cursor = page.Next;
        }
        while (cursor is not null);
        return fires;
    }

    private static IEnumerable<PlannedFire> Fires(JobRecord job, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var definition = job.Definition;
        if (!Schedule.TryParse(definition.Schedule, definition.ScheduleOptions(), out var schedule, out _))
        {
            yield break;
        }

        string? words = null;
        for (var due = schedule.Next(from.AddTicks(-1)); due is { } tick && tick <= to && limit > 0; due = schedule.Next(tick), limit--)
        {
            yield return new PlannedFire(tick, job.Name, definition.Queue, words ??= schedule.Words);
        }
    }
}
