using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;
using Belfry.Tests.Policies;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Jobs;

/// <summary>What an edit does to the cursor, and to the ticks behind it.</summary>
public sealed class EditTests
{
    [Fact]
    public void What_a_dead_letter_kept_from_running_says_so()
    {
        var off = new JobOff("run 7 became a dead letter: disk full", "belfry", PlanText.Clock("07:00"));
        var job = Some.Job(next: "08:00").Disabled() with { Off = off };
        Edit(job, Some.Definition("0 * * * *"), "08:30").Settled[0].Detail.ShouldBe(
            "the job was disabled by belfry at 2026-05-04T07:00:00Z, because run 7 became a dead letter: disk full");
    }

    [Fact]
    public void An_edit_that_leaves_the_schedule_moves_no_tick()
    {
        var job = Some.Job(next: "10:00", last: "09:00");
        var change = Edit(job, job.Definition with { Description = "new", Timeout = TimeSpan.FromMinutes(5), Retry = Retry.Immediate(3) }, "09:30");
        Told(change).ShouldBe("next 10:00, look at 10:00");
    }

    [Fact]
    public void The_same_schedule_in_other_words_moves_no_tick()
    {
        var job = Some.Job(next: "2026-05-05T02:00:00Z", schedule: "daily at 2am");
        Told(Edit(job, Some.Definition("daily at 02:00"), "09:30")).ShouldBe("next 2026-05-05T02:00Z, look at 2026-05-05T02:00Z");
    }

    [Fact]
    public void A_new_schedule_begins_after_now() =>
        Told(Edit(Some.Job(next: "10:00", last: "09:00"), Some.Definition("*/10 * * * *"), "09:30")).ShouldBe("next 09:40, look at 09:40");

    [Fact]
    public void A_new_schedule_begins_after_a_tick_that_was_fired_ahead() =>
        Told(Edit(Some.Job(next: "11:00", last: "10:00"), Some.Definition("* * * * *"), "09:59:59.7")).ShouldBe("next 10:01, look at 10:01");

    [Fact]
    public void A_schedule_that_cannot_be_read_is_replaced_and_its_due_tick_is_recorded() =>
        Told(Edit(Some.Job(next: "09:00", schedule: "in the year of the cat"), Some.Definition("0 * * * *"), "09:30"))
            .ShouldBe("misfire 09:00 x1, next 10:00, look at 10:00");

    [Fact]
    public void Another_zone_is_another_schedule() =>
        Told(Edit(Some.Job(next: "10:00", schedule: "daily at 10:00"), Some.Definition("daily at 10:00") with { Zone = "Asia/Tokyo" }, "09:30"))
            .ShouldBe("next 2026-05-05T01:00Z, look at 2026-05-05T01:00Z");

    [Fact]
    public void A_new_end_can_leave_no_further_tick()
    {
        var job = Some.Job(next: "10:00");
        Told(Edit(job, job.Definition with { End = Clock("09:45") }, "09:30")).ShouldBe("no next, no look");
    }

    [Fact]
    public void A_new_schedule_comes_too_late_once_the_next_tick_is_due() =>
        Edit(Some.Job(next: "10:00"), Some.Definition("*/10 * * * *"), "09:30").ValidBefore.ShouldBe(Clock("10:00"));

    [Fact]
    public void A_new_schedule_of_a_paused_job_comes_too_late_once_another_tick_is_held_back() =>
        Edit(Some.Job(next: "08:00").Paused(), Some.Definition("*/10 * * * *"), "10:30").ValidBefore.ShouldBe(Clock("11:00"));

    [Fact]
    public void An_edit_that_leaves_the_schedule_never_comes_too_late()
    {
        var job = Some.Job(next: "10:00");
        Edit(job, job.Definition with { Enabled = false }, "09:30").ValidBefore.ShouldBeNull();
    }

    [Fact]
    public void Switching_off_keeps_the_cursor_and_fires_nothing()
    {
        var job = Some.Job(next: "10:00");
        Told(Edit(job, job.Definition with { Enabled = false }, "09:30")).ShouldBe("next 10:00, no look");
    }

    [Fact]
    public void Switching_on_records_what_passed_as_disabled()
    {
        var job = Some.Job(next: "08:00").Disabled();
        Told(Edit(job, job.Definition with { Enabled = true }, "10:30")).ShouldBe("disabled 08:00-10:00 x3, next 11:00, look at 11:00");
    }

    [Fact]
    public void Switching_on_includes_a_tick_of_this_very_instant()
    {
        var job = Some.Job(next: "08:00").Disabled();
        Told(Edit(job, job.Definition with { Enabled = true }, "08:00")).ShouldBe("disabled 08:00 x1, next 09:00, look at 09:00");
    }

    [Fact]
    public void Switching_on_with_a_new_schedule_records_the_old_one_and_begins_the_new_one() =>
        Told(Edit(Some.Job(next: "08:00").Disabled(), Some.Definition("*/10 * * * *"), "10:30"))
            .ShouldBe("disabled 08:00-10:00 x3, next 10:40, look at 10:40");

    [Fact]
    public void A_new_schedule_of_a_job_that_stays_off_ends_the_old_one()
    {
        var change = Edit(Some.Job(next: "08:00").Disabled(), Some.Definition("*/10 * * * *") with { Enabled = false }, "10:30");
        Told(change).ShouldBe("disabled 08:00-10:00 x3, next 10:40, no look");
        change.Settled[0].Detail.ShouldBe("the job was disabled; then the schedule was changed");
    }

    [Theory]
    [InlineData(null, "next 08:00, no look")]
    [InlineData("12:00", "next 08:00, look at 12:00")]
    public void An_edit_of_a_paused_job_leaves_what_the_pause_holds_back(string? until, string told)
    {
        var job = Some.Job(next: "08:00").Paused(Some.Pause(until: until));
        var change = Edit(job, job.Definition with { Description = "new" }, "10:30");
        Told(change).ShouldBe(told);
        change.Pause.ShouldBe(job.Pause);
    }

    [Fact]
    public void A_new_schedule_of_a_paused_job_ends_what_the_pause_held_back()
    {
        var change = Edit(Some.Job(next: "08:00").Paused(), Some.Definition("*/10 * * * *"), "10:30");
        Told(change).ShouldBe("paused 08:00-10:00 x3, next 10:40, no look");
        change.Settled[0].Detail.ShouldBe("paused by ada since 2026-05-04T07:30:00Z: audit; then the schedule was changed");
    }

    [Fact]
    public void A_one_off_in_the_past_is_still_wanted() =>
        Told(Edit(Some.Job(next: null, schedule: "manual"), Some.Definition("once at 2026-05-04T08:00:00Z"), "10:30"))
            .ShouldBe("next 08:00, look at 08:00");

    [Fact]
    public void A_one_off_that_ran_does_not_run_again_when_its_settings_change()
    {
        var job = Some.Job(next: null, schedule: "once at 2026-05-04T08:00:00Z", last: "08:00");
        Told(Edit(job, job.Definition with { Jitter = TimeSpan.FromSeconds(5) }, "10:30")).ShouldBe("no next, no look");
    }

    [Theory]
    [InlineData("manual")]
    [InlineData("after extract")]
    public void A_job_without_a_clock_has_no_cursor(string schedule) =>
        Told(Edit(Some.Job(next: "10:00"), Some.Definition(schedule), "09:30")).ShouldBe("no next, no look");

    private static JobChange Edit(JobRecord job, JobDefinition definition, string now) => Changes.Edit(job, definition, Clock(now));

    private static string Told(JobChange change) => string.Join(", ",
    [
        .. change.Settled.Select(PlanText.Of),
        change.NextDue is { } next ? $"next {PlanText.Of(next)}" : "no next",
        change.FireAt is { } look ? $"look at {PlanText.Of(look)}" : "no look",
    ]);
}
