using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Server.CommandLine;
using Belfry.Storage;

namespace Belfry.Server.Hosting;

/// <summary>The newest due instant of a job, recorded if nobody has done so yet.</summary>
internal static class TickOfJob
{
    // As in every change of a job: others may fire it at the same moment.
    private const int Tries = 10;

    /// <returns>The due instant, and its run; null when the tick was recorded without one.</returns>
    public static async Task<(DateTimeOffset Due, RunRecord? Run)> Settle(
        IStore store, JobRecord job, DateTimeOffset? at, CancellationToken cancellation)
    {
        var schedule = job.Definition.ParseSchedule();
        var now = await store.Now(cancellation);
        if (at > now)
        {
            throw new Failure(Exit.Usage, $"{job.Name} is not due yet at {InstantText.Write(at.Value)}.", next: "exec runs a tick that is due; belfry run makes one by hand.");
        }

        var due = schedule.Previous((at ?? now).AddTicks(1)) ?? throw new Failure(
            Exit.NotFound, $"{job.Name} has not been due yet ({schedule.Words}).", next: "belfry run makes a run by hand.");
        await Fire(store, job.Name, schedule, cancellation);
        return (due, await store.Queries.Run(RunId.ForTick(job.Name, due).ToString("n"), cancellation));
    }

    private static async Task Fire(IStore store, string name, Schedule schedule, CancellationToken cancellation)
    {
        for (int i = 0; i < Tries; i++)
        {
            var now = await store.Now(cancellation);
            if (await store.Jobs.Get(name, cancellation) is not { } job || !(job.NextDue <= now) || Firings.Plan(job, schedule, now) is not { } firing)
            {
                return;
            }

            await store.Jobs.Fire([firing], cancellation);
        }

        throw new Failure(Exit.Conflict, $"{name} is being changed by others right now; try again.");
    }
}
