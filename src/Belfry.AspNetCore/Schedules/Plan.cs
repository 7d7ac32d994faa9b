using Belfry.AspNetCore.Http;
using Belfry.Schedules;
using Belfry.Schedules.Forecasts;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

/// <summary>
/// <c>GET /plan?from&amp;to&amp;q&amp;tag&amp;queue&amp;limit&amp;cursor</c>: what will fire, the coming hour when nothing is said. Pages follow
/// one another without gaps or repeats, also when jobs are edited between them. Behind a fire stand the ticks that are expected of jobs
/// that follow; they do not count against the limit.
/// </summary>
internal static class Plan
{
    private const int MostFires = 5_000;
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    /// <param name="Start">The tick, or as much later as jitter delays its run; null of a job that follows others.</param>
    /// <param name="After">The jobs that it follows.</param>
    private sealed record FireOfPlan(
        DateTimeOffset Due, DateTimeOffset? Start, string Job, string Queue, string Words, IReadOnlyList<string> After);

    /// <param name="Truncated">There is more until <paramref name="To"/>: ask again with the cursor.</param>
    private sealed record PlanPage(IReadOnlyList<FireOfPlan> Items, string? Next, DateTimeOffset From, DateTimeOffset To, bool Truncated);

    public static async Task<IResult> Handle(ApiCall call)
    {
        var now = await call.Now();
        var (from, to) = ForecastWindow.Read(call.Query, now, DefaultSpan, LongestSpan);
        var jobs = ForecastJobs.Asked(call.Query);
        int limit = call.Query.Whole("limit", 1, MostFires, 100);
        var after = Cursor(call.Query);
        call.Query.Close();

        var earliest = new EarliestFires(from < now ? now : from, to, after, limit);
        var followers = new PlannedFollowers();
        await foreach (var (job, _) in jobs.Read(call))
        {
            if (job.Schedule.Kind == ScheduleKind.After)
            {
                followers.Add(job);
            }
            else
            {
                earliest.Add(job);
            }
        }

        var (fires, next) = earliest.Page();
        var schedules = await Schedules(call, followers.RootsBeside(fires.Select(fire => fire.Job.Name)));
        var items = fires.SelectMany(fire => followers.After(fire, schedules).Select(job => View(new PlannedFire(fire.Due, job))).Prepend(View(fire)));
        return ApiJson.Ok(new PlanPage([.. items], next?.ToString(), from, to, next is not null));
    }

    private static async Task<IReadOnlyDictionary<string, Schedule>> Schedules(ApiCall call, IEnumerable<string> names)
    {
        var schedules = new Dictionary<string, Schedule>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (await call.Store.Jobs.Get(name, call.Cancellation) is { Definition: { Enabled: true } job, Pause: not { Until: null } }
                && job.ReadSchedule() is { } schedule)
            {
                schedules[name] = schedule;
            }
        }

        return schedules;
    }

    private static PlanPosition? Cursor(Query query)
    {
        if (query.Text("cursor") is not { } text)
        {
            return null;
        }

        var position = PlanPosition.Parse(text);
        if (position is null)
        {
            query.Wrong("cursor", "is not the next of a page before; leave it out to begin anew.");
        }

        return position;
    }

    private static FireOfPlan View(PlannedFire fire)
    {
        var after = fire.Job.Schedule.After;
        DateTimeOffset? start = after.Count == 0 ? Starts.Of(fire.Job, fire.Due) : null;
        return new FireOfPlan(fire.Due, start, fire.Job.Name, fire.Job.Queue, fire.Job.Schedule.Words, after);
    }
}
