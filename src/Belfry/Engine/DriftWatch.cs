using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// Looks now and then whether jobs that ran here, and ask to be told of it, overrun their interval. Two nodes that find the same
/// say it twice; whoever decides who is told knows that.
/// </summary>
internal sealed class DriftWatch(IStore store, Node node) : IService
{
    // What was found last; a job that is judged for the first time is told of either way, because another process may have found otherwise.
    private readonly Dictionary<string, bool> found = new(StringComparer.Ordinal);

    public string Name => "drift-watch";

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        if (node.MayWork)
        {
            foreach (string job in node.TakeRanJobs())
            {
                await Judge(job, cancellation);
            }
        }

        return node.Options.DriftEvery;
    }

    private async Task Judge(string name, CancellationToken cancellation)
    {
        if (await store.Jobs.Get(name, cancellation) is not { } job || job.Definition.ReadSchedule() is not { } schedule)
        {
            return;
        }

        var now = await store.Now(cancellation);
        var statistics = await store.Queries.Statistics(name, now - Drift.Window, now, cancellation);
        var finding = Drift.Judge(schedule, job.UpdatedAt, statistics, now).Findings
            .FirstOrDefault(finding => finding.Kind is DriftKind.Overrun or DriftKind.Growth);
        if (!found.TryGetValue(name, out bool before) || before != finding is not null)
        {
            var drift = new JobEvent(0, now, name, EventKind.Drifted, finding is null ? "ok" : "overrun") { Text = finding?.Sentence };
            await store.Outbox.Raise([drift], cancellation);
            found[name] = finding is not null;
        }
    }
}
