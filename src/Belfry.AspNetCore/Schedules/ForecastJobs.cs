using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Schedules;
using Belfry.Schedules.Forecasts;
using Belfry.Storage;

namespace Belfry.AspNetCore.Schedules;

/// <summary>
/// The jobs that a forecast is about: <c>q</c>, <c>tag</c> and <c>queue</c> as in lists of jobs. Disabled jobs start nothing, paused
/// ones nothing before the end of their pause, and schedules that this version cannot read are left out, as when firing.
/// </summary>
internal sealed class ForecastJobs
{
    private const int JobsAtOnce = 500;
    private readonly string? contains;
    private readonly string? tag;
    private readonly string? queue;

    private ForecastJobs(string? contains, string? tag, string? queue) => (this.contains, this.tag, this.queue) = (contains, tag, queue);

    public bool ChoosesAll => contains is null && tag is null && queue is null;

    public static ForecastJobs All { get; } = new(null, null, null);

    public static ForecastJobs Tagged(string tag) => new(null, tag, null);

    public static ForecastJobs Asked(Query query) => new(query.Text("q"), query.Text("tag"), query.Text("queue"));

    public async IAsyncEnumerable<(PlannedJob Planned, JobDefinition Definition)> Read(ApiCall call)
    {
        string? cursor = null;
        do
        {
            var page = await call.Store.Queries.Jobs(new JobQuery(contains, tag, Enabled: true, Cursor: cursor, Limit: JobsAtOnce), call.Cancellation);
            foreach (var job in page.Items)
            {
                if ((queue is null || queue == job.Definition.Queue) && Planned(job) is { } planned)
                {
                    yield return (planned, job.Definition);
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static PlannedJob? Planned(JobRecord job) =>
        job.Pause is not { Until: null } && job.Definition.ReadSchedule() is { } schedule
            ? new PlannedJob(job.Name, job.Definition.Queue, schedule, job.Pause?.Until)
            : null;
}
