using Belfry.Engine;
using Belfry.Storage;
using Belfry.Tests.Jobs;

namespace Belfry.Tests.Engine;

public sealed class ScheduleCacheTests
{
    private readonly ScheduleCache schedules = new();
    private readonly JobRecord job = Some.Job("08:00");

    [Fact]
    public void A_schedule_is_parsed_once_for_each_revision()
    {
        var first = schedules.Of(job);
        schedules.Of(Some.Job("09:00")).ShouldBeSameAs(first);
        schedules.Of(job with { Revision = 2 }).ShouldNotBeSameAs(first);
    }

    // Revisions begin again with a job that was deleted and created.
    [Fact]
    public void Another_job_of_the_same_name_and_revision_has_its_own_schedule()
    {
        var deleted = schedules.Of(job);
        var created = job with { Definition = Some.Definition("*/7 * * * *"), CreatedAt = job.CreatedAt.AddMinutes(1) };
        schedules.Of(created).Words.ShouldNotBe(deleted.Words);
    }
}
