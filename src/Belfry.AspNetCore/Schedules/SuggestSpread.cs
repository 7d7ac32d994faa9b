using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Schedules.Forecasts;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

/// <summary>
/// <c>GET /schedules/spread?q&amp;tag&amp;queue&amp;from&amp;to&amp;within&amp;by</c>: which jobs could start a few minutes later to flatten the
/// peaks. Only hourly and daily jobs move, and only those that are asked for: without a choice, those tagged <c>spread</c>.
/// Changes nothing.
/// </summary>
internal static class SuggestSpread
{
    private const string OptIn = "spread";
    private const int MostMovable = 2_000;
    private static readonly TimeSpan DefaultReach = TimeSpan.FromMinutes(30);

    private sealed record PeakView(DateTimeOffset At, int Starts);

    private sealed record LoadView(PeakView? Peak, int ClashingMinutes, IReadOnlyList<int> Counts);

    private sealed record MoveView(
        string Job, string Before, string After, TimeSpan? Jitter, DateTimeOffset First, DateTimeOffset FirstStart);

    /// <param name="Chosen">Jobs that were asked for.</param>
    /// <param name="Movable">How many of them are hourly or daily and can start later.</param>
    private sealed record SpreadView(
        DateTimeOffset From,
        DateTimeOffset To,
        TimeSpan Within,
        SpreadWay By,
        int Chosen,
        int Movable,
        IReadOnlyList<MoveView> Moves,
        LoadView Before,
        LoadView After);

    public static async Task<IResult> Handle(ApiCall call)
    {
        var span = Load.Span(call.Query, await call.Now());
        var within = Within(call.Query);
        var way = Way(call.Query);
        var asked = ForecastJobs.Asked(call.Query);
        call.Query.Close();

        var movable = new Dictionary<string, SpreadJob>(StringComparer.Ordinal);
        await foreach (var (job, definition) in (asked.ChoosesAll ? ForecastJobs.Tagged(OptIn) : asked).Read(call))
        {
            movable[job.Name] = movable.Count < MostMovable ? new SpreadJob(job, definition.Schedule) : throw TooMany();
        }

        var others = new List<PlannedJob>();
        await foreach (var (job, _) in ForecastJobs.All.Read(call))
        {
            if (!movable.ContainsKey(job.Name))
            {
                others.Add(job);
            }
        }

        var plan = Spread.Suggest(others, movable.Values, span, within, way) ?? throw Load.TooMuch();
        return ApiJson.Ok(new SpreadView(
            span.From, span.To, within, way, movable.Count, plan.Movable, [.. plan.Moves.Select(View)], View(plan.Before), View(plan.After)));
    }

    private static SpreadWay Way(Query query)
    {
        var ways = query.Words<SpreadWay>("by");
        if (ways.Count > 1)
        {
            query.Wrong("by", "takes one word.");
        }

        return ways.Count == 0 ? SpreadWay.Shift : ways[0];
    }

    private static TimeSpan Within(Query query)
    {
        var within = query.Duration("within") ?? DefaultReach;
        if (within < TimeSpan.FromMinutes(1) || within > TimeSpan.FromMinutes(59) || within.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            query.Wrong("within", "must be whole minutes, from 1m to 59m.");
            return DefaultReach;
        }

        return within;
    }

    private static JobInvalidException TooMany() => new(
        [new JobProblem("tag", $"and q and queue choose more than {MostMovable:N0} jobs to move; choose fewer.")]);

    private static MoveView View(SpreadMove move) => new(move.Job, move.Before, move.After, move.Jitter, move.First, move.FirstStart);

    private static LoadView View(StartCounts counts) =>
        new(counts.Peak is { } peak ? new PeakView(peak.At, peak.Starts) : null, counts.Clashes, counts.Counts);
}
