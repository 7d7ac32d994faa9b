using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>
/// Makes runs of due ticks. Any number of nodes may do it at once: the store compares each job's cursor, so one of them wins
/// and the others learn that there was nothing left to do.
/// </summary>
internal sealed class Firer(IStore store, Node node, EngineContext engine, ILogger<Firer> logger) : IService
{
    private const int Batch = 500;

    // Jobs at the head of the line that nothing could be done for: asked for in addition, or enough of them would starve the rest.
    private int stuck;

    private readonly ScheduleCache schedules = new();

    // Jobs that cannot be decided before an instant: a live run may have ended by then, or a pause ends with it.
    private readonly Dictionary<string, DateTimeOffset> postponed = new(StringComparer.Ordinal);

    public string Name => "firer";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (!node.MayWork)
        {
            return node.Options.PollEvery;
        }

        var ahead = node.Options.LookAhead;
        var limit = Batch + stuck;
        var sentAt = engine.Time.GetTimestamp();
        var due = await store.Jobs.Due(ahead, limit, cancellation);
        engine.Clock.Learn(due.Now, sentAt);
        Forget(due.Now);

        var firings = new List<Firing>(due.Jobs.Count);
        foreach (var job in due.Jobs)
        {
            if (postponed.ContainsKey(job.Name))
            {
                continue;
            }

            if (Plan(job, due.Now) is { } firing)
            {
                firings.Add(firing);
            }
            else if (job.Pause?.Until is { } until && until > due.Now)
            {
                postponed[job.Name] = until;
            }
        }

        // Dies here: nothing is written, the next look finds the same ticks. Dies after: they are recorded, cursor and all.
        var results = firings.Count > 0 ? await store.Jobs.Fire(firings, cancellation) : [];
        var fired = Apply(firings, results);
        if (fired > 0)
        {
            engine.WorkerWakeup.Set();
            if (fired > node.FreeSlots)
            {
                engine.Announce();
            }
        }

        var wasStuck = stuck;
        stuck = due.Jobs.Count - fired;

        // The jobs just fired come due again as well, and nobody wakes the Firer for them.
        return due.Jobs.Count == limit && (fired > 0 || stuck > wasStuck) ? TimeSpan.Zero
            : Wait(firings.Select(firing => firing.FireAt).Append(due.NextFireAt).Min(), ahead);
    }

    private Firing? Plan(JobRecord job, DateTimeOffset now)
    {
        try
        {
            var firing = Firings.Plan(job, schedules.Of(job), now);
            schedules.Worked(job.Name);
            return firing;
        }
        catch (Exception exception)
        {
            // A schedule that this version cannot read or plan must not hold up the others; a newer node may know it.
            if (schedules.Failed(job.Name))
            {
                EngineLog.JobUnplannable(logger, job.Name, exception.Message);
            }

            return null;
        }
    }

    private int Apply(List<Firing> firings, IReadOnlyList<FiringResult> results)
    {
        var fired = 0;
        for (var i = 0; i < results.Count; i++)
        {
            var firing = firings[i];
            switch (results[i].Status)
            {
                case FiringStatus.Fired:
                    fired++;
                    foreach (var skip in firing.Skips)
                    {
                        EngineLog.TicksSkipped(
                            logger, firing.Job.Name, skip.Count, skip.Last, skip.Reason.ToString(), skip.Detail);
                    }

                    foreach (var run in results[i].Cancelled)
                    {
                        node.End(run, StopCause.Cancelled, "replaced by a newer tick");
                    }

                    break;
                case FiringStatus.Postponed:
                    postponed[firing.Job.Name] = firing.Runs[0].Due;
                    break;
            }
        }

        return fired;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (job, due) in postponed.Where(entry => entry.Value <= now).ToList())
        {
            postponed.Remove(job);
        }
    }

    private TimeSpan Wait(DateTimeOffset? nextFireAt, TimeSpan ahead)
    {
        var next = nextFireAt - ahead;
        foreach (var instant in postponed.Values)
        {
            next = next < instant ? next : instant;
        }

        var wait = (next - engine.Clock.Now) ?? node.Options.PollEvery;
        return wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1)
            : wait < node.Options.PollEvery ? wait
            : node.Options.PollEvery;
    }
}
