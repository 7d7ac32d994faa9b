using Belfry.Jobs;
using Belfry.Storage;
using Belfry.Tests.Policies;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Jobs;

public sealed class EditPreviewTests
{
    [Fact]
    public void Both_sides_show_the_fires_that_come()
    {
        var preview = Preview(Some.Job(next: "10:00"), "*/20 * * * *", "09:30");
        preview.Before.Select(PlanText.Of).ShouldBe(["10:00", "11:00", "12:00"]);
        preview.After.Select(PlanText.Of).ShouldBe(["09:40", "10:00", "10:20"]);
    }

    [Fact]
    public void The_same_schedule_moves_no_tick() =>
        Preview(Some.Job(next: "10:00"), "0 * * * *", "09:30").DueTick.ShouldBe("The schedule stays as it is; no tick moves.");

    [Fact]
    public void A_tick_that_is_due_is_recorded_first() =>
        Preview(Some.Job(next: "10:00"), "*/20 * * * *", "10:00:05").DueTick
            .ShouldBe("The tick of 2026-05-04T10:00:00Z is due already and is recorded under the present schedule first.");

    [Fact]
    public void A_tick_that_is_to_come_is_given_up() =>
        Preview(Some.Job(next: "10:00"), "*/20 * * * *", "09:30").DueTick
            .ShouldBe("The tick of 2026-05-04T10:00:00Z is not due yet and is given up; the new schedule begins now.");

    [Fact]
    public void A_schedule_that_has_ended_gives_up_nothing() =>
        Preview(Some.Job(next: null, schedule: "manual"), "*/20 * * * *", "09:30").DueTick
            .ShouldBe("The present schedule has no further tick; the new one begins now.");

    [Fact]
    public void A_new_job_has_nothing_before()
    {
        var preview = Preview(null, "0 * * * *", "09:30");
        preview.Before.ShouldBeEmpty();
        preview.DueTick.ShouldBe("The job is new; its first tick comes after now.");
    }

    [Fact]
    public void A_new_one_off_in_the_past_is_shown_and_runs_at_once()
    {
        var preview = Preview(null, "once at 2026-05-04T08:00:00Z", "09:30");
        preview.After.Select(PlanText.Of).ShouldBe(["08:00"]);
        preview.DueTick.ShouldBe("The job is new; its instant 2026-05-04T08:00:00Z has passed, so it runs at once.");
    }

    private static EditPreview Preview(JobRecord? job, string schedule, string now) =>
        Changes.Preview(job, Some.Definition(schedule), Clock(now), 3);
}
