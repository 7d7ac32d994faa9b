namespace Belfry.Schedules.Forecasts;

/// <summary>
/// Suggests which jobs could start a few minutes later so that fewer start in the same minute. Deterministic: the same jobs
/// and span give the same answer. Only the jobs it is told of move, and only where that makes their busiest minute quieter.
/// </summary>
internal sealed class Spread
{
    private const int MostPasses = 5;
    private readonly LoadSpan span;
    private readonly StartCounts counts;

    private Spread(LoadSpan span, TimeSpan within)
    {
        this.span = span;
        counts = Minutes(span, within);
    }

    /// <param name="fixedJobs">Jobs that stay where they are.</param>
    /// <param name="movable">Jobs that may move.</param>
    /// <param name="within">How much later they may start at most, in whole minutes.</param>
    /// <returns>The plan, or null when there are more starts than <see cref="LoadCount.MostStarts"/>.</returns>
    public static SpreadPlan? Suggest(
        IEnumerable<PlannedJob> fixedJobs, IEnumerable<SpreadJob> movable, LoadSpan span, TimeSpan within, SpreadWay way)
    {
        var spread = new Spread(span, within);
        if (!fixedJobs.All(spread.Add))
        {
            return null;
        }

        var seats = movable
            .OrderBy(job => job.Planned.Name, StringComparer.Ordinal)
            .Select(job => new Seat(job, spread.Indices(job.Planned)))
            .ToArray();
        if (!seats.All(seat => spread.Add(seat.Job.Planned)))
        {
            return null;
        }

        var before = Minutes(span, within);
        for (int minute = 0; minute < before.Counts.Count; minute++)
        {
            before.Add(minute, spread.counts[minute]);
        }

        foreach (var seat in seats)
        {
            seat.Choices = [(seat.Job, seat.Taken), .. seat.Job.Choices(way, within, span).Select(choice => (choice, spread.Indices(choice.Planned)))];
        }

        spread.Settle(seats);
        var moves = seats.Where(seat => seat.Now != seat.Job).Select(seat => Move(seat, span)).ToArray();
        return new SpreadPlan(seats.Count(seat => seat.Choices.Count > 1), moves, before, spread.counts);
    }

    // Who moved early may find a better place once the others have moved too.
    private void Settle(Seat[] seats)
    {
        bool moved = true;
        for (int pass = 0; pass < MostPasses && moved; pass++)
        {
            moved = false;
            foreach (var seat in seats)
            {
                moved |= Reseat(seat);
            }
        }
    }

    // What starts near the end of the span may move behind it.
    private static StartCounts Minutes(LoadSpan span, TimeSpan within) =>
        (span with { To = span.To + within }).Count(TimeSpan.FromMinutes(1));

    private bool Add(PlannedJob job)
    {
        foreach (int minute in Indices(job))
        {
            counts.Add(minute);
        }

        return counts.Total <= LoadCount.MostStarts;
    }

    private int[] Indices(PlannedJob job) =>
        [.. job.Ticks(Starts.Earliest(job, span.From), counts.From + counts.Counts.Count * counts.Step).Select(tick => counts.IndexOf(Starts.Of(job, tick)))];

    private bool Reseat(Seat seat)
    {
        Place(seat.Taken, -1);
        var (best, taken, busiest) = (seat.Now, seat.Taken, Busiest(seat.Taken));
        foreach (var (choice, indices) in seat.Choices)
        {
            // Only a strictly quieter place is worth a change of somebody's schedule.
            if (Busiest(indices) < busiest)
            {
                (best, taken, busiest) = (choice, indices, Busiest(indices));
            }
        }

        bool moved = !ReferenceEquals(best, seat.Now);
        (seat.Now, seat.Taken) = (best, taken);
        Place(taken, 1);
        return moved;
    }

    private void Place(int[] indices, int starts)
    {
        foreach (int index in indices)
        {
            counts.Add(index, starts);
        }
    }

    private int Busiest(int[] indices)
    {
        int most = 0;
        foreach (int index in indices)
        {
            most = (uint)index < (uint)counts.Counts.Count ? Math.Max(most, counts[index]) : most;
        }

        return most;
    }

    private static SpreadMove Move(Seat seat, LoadSpan span)
    {
        var now = seat.Now;
        var first = seat.Job.Planned.First(span.From)!.Value;
        var tick = now.Planned.First(first)!.Value;
        var jitter = now.Planned.Schedule.Options.Jitter;
        return new SpreadMove(
            seat.Job.Planned.Name,
            seat.Job.Text,
            now.Text,
            jitter == seat.Job.Planned.Schedule.Options.Jitter ? null : jitter,
            first,
            Starts.Of(now.Planned, tick));
    }

    private sealed class Seat(SpreadJob job, int[] taken)
    {
        public SpreadJob Job { get; } = job;
        public int[] Taken { get; set; } = taken;

        /// <summary>What the job would become: itself while it stays as it is.</summary>
        public SpreadJob Now { get; set; } = job;

        public IReadOnlyList<(SpreadJob Choice, int[] Indices)> Choices { get; set; } = [];
    }
}
