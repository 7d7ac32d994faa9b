using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// Parsed schedules by job, as long as the job's revision stays. Revisions begin again with a job that was deleted and created, so
/// its creation counts too. Used by one service, so it needs no lock.
/// </summary>
internal sealed class ScheduleCache
{
    private readonly Dictionary<string, (long Revision, DateTimeOffset CreatedAt, Schedule Schedule)> parsed = new(StringComparer.Ordinal);
    private readonly HashSet<string> failed = new(StringComparer.Ordinal);

    public Schedule Of(JobRecord job)
    {
        if (parsed.TryGetValue(job.Name, out var entry) && entry.Revision == job.Revision && entry.CreatedAt == job.CreatedAt)
        {
            return entry.Schedule;
        }

        var schedule = job.Definition.ParseSchedule();
        parsed[job.Name] = (job.Revision, job.CreatedAt, schedule);
        return schedule;
    }

    /// <summary>True the first time in a row, so that a broken job makes one log line and not one a second.</summary>
    public bool Failed(string job) => failed.Add(job);

    public void Worked(string job) => failed.Remove(job);
}
