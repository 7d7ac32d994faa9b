using Belfry.Policies;
using Belfry.Schedules;
using Belfry.Storage;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies;

/// <summary>What an operation does next, at 08:00.</summary>
public sealed class OperationStepsTests
{
    private static readonly RecoverPlan Plain = new(new LetterSelection(), RecoveredVersion.Latest);
    private static readonly RecoverPlan Paced = Plain with { Rate = 20, Per = TimeSpan.FromMinutes(1) };
    private static readonly RecoverPlan Tried = Plain with { Canary = 5 };
    private static readonly BackfillPlan Hours = new("report", Clock("01:00"), Clock("05:00"), 2, ExistingRuns.Skip);

    [Fact]
    public void A_recovery_takes_a_slice_and_goes_on_at_once() => Told(Next(Of(Plain))).ShouldBe("running, 500 letters, again 08:00");

    [Fact]
    public void When_no_letter_is_left_it_waits_for_its_runs() =>
        Told(Next(Of(Plain) with { Exhausted = true, Made = 3, Succeeded = 2 })).ShouldBe("running, again 08:00:01");

    [Fact]
    public void When_they_have_ended_it_is_done() =>
        Told(Next(Of(Plain) with { Exhausted = true, Made = 3, Succeeded = 2, Failed = 1 })).ShouldBe("done");

    [Fact]
    public void A_pace_makes_runs_a_little_ahead_of_their_start()
    {
        var step = Next(Of(Paced));
        Told(step).ShouldBe("running, 4 letters from 08:00 each 3s, again 08:00:07");
    }

    [Fact]
    public void A_pace_goes_on_where_it_was() =>
        Told(Next(Of(Paced) with { PacedTo = Clock("08:00:06") })).ShouldBe("running, 2 letters from 08:00:06 each 3s, again 08:00:07");

    [Fact]
    public void A_pace_that_is_far_enough_ahead_waits() =>
        Told(Next(Of(Paced) with { PacedTo = Clock("08:00:12") })).ShouldBe("running, again 08:00:07");

    [Fact]
    public void Instants_that_passed_while_nobody_was_there_are_not_caught_up_with() =>
        Told(Next(Of(Paced) with { PacedTo = Clock("07:00") })).ShouldBe("running, 4 letters from 08:00 each 3s, again 08:00:07");

    [Fact]
    public void A_slow_pace_takes_one_and_comes_back_in_time() =>
        Told(Next(Of(Plain with { Rate = 1, Per = TimeSpan.FromHours(1) }))).ShouldBe("running, 1 letters from 08:00 each 60m, again 08:59:55");

    [Fact]
    public void A_fast_pace_takes_a_slice_and_goes_on_at_once() =>
        Told(Next(Of(Plain with { Rate = 1_000_000, Per = TimeSpan.FromSeconds(1) }))).ShouldStartWith("running, 500 letters from 08:00");

    [Fact]
    public void The_canaries_go_first() => Told(Next(Of(Tried))).ShouldBe("running, 5 letters, again 08:00");

    [Fact]
    public void A_canary_that_could_not_be_made_is_made_up_for() =>
        Told(Next(Of(Tried) with { Taken = 5, Passed = 2, Made = 3 })).ShouldBe("running, 2 letters, again 08:00");

    [Fact]
    public void The_rest_waits_for_the_canaries() =>
        Told(Next(Of(Tried) with { Made = 5, Succeeded = 4 })).ShouldBe("running, again 08:00:01");

    [Fact]
    public void The_rest_follows_when_all_of_them_have_succeeded() =>
        Told(Next(Of(Tried) with { Made = 5, Succeeded = 5 })).ShouldBe("running, 500 letters, again 08:00");

    [Fact]
    public void The_rest_stays_when_one_of_them_has_not() =>
        Told(Next(Of(Tried) with { Made = 5, Succeeded = 4, Failed = 1 }))
            .ShouldBe("stopped (1 run of the first 5 did not succeed; the letters that are left stay)");

    [Fact]
    public void A_failure_after_the_canaries_does_not_stop_it() =>
        Told(Next(Of(Tried) with { Made = 50, Succeeded = 20, Failed = 1 })).ShouldBe("running, 500 letters, again 08:00");

    [Fact]
    public void By_choice_a_number_of_failures_stops_it() =>
        Told(Next(Of(Plain with { StopAfter = 3 }) with { Made = 50, Succeeded = 20, Failed = 3 }))
            .ShouldBe("stopped (3 runs did not succeed; the letters that are left stay), again 08:00:01");

    [Fact]
    public void A_discard_takes_slices_until_nothing_is_left()
    {
        Told(Next(Of(new DiscardPlan(new LetterSelection())))).ShouldBe("running, 500 letters, again 08:00");
        Told(Next(Of(new DiscardPlan(new LetterSelection())) with { Exhausted = true })).ShouldBe("done");
    }

    [Fact]
    public void A_backfill_begins_with_the_oldest_ticks_its_bounds_included() =>
        Told(Next(Of(Hours))).ShouldBe("running, ticks 01:00 02:00, again 08:00");

    [Fact]
    public void A_backfill_takes_as_many_as_there_are_places() =>
        Told(Next(Of(Hours) with { TickedTo = Clock("02:00"), Made = 2, Succeeded = 1 })).ShouldBe("running, ticks 03:00, again 08:00");

    [Fact]
    public void A_backfill_whose_places_are_taken_waits() =>
        Told(Next(Of(Hours) with { TickedTo = Clock("02:00"), Made = 2 })).ShouldBe("running, again 08:00:01");

    [Fact]
    public void A_backfill_is_done_when_its_last_run_has_ended()
    {
        var last = Of(Hours) with { TickedTo = Clock("05:00"), Made = 5, Succeeded = 3, Failed = 1 };
        Told(Next(last)).ShouldBe("running, again 08:00:01");
        Told(Next(last with { Failed = 2 })).ShouldBe("done");
    }

    [Fact]
    public void A_backfill_of_a_deleted_job_stops() =>
        Told(OperationSteps.Next(Of(Hours), null, Clock("08:00"))).ShouldBe("stopped (there is no job report whose schedule can be read)");

    [Fact]
    public void A_cancelled_one_only_sees_its_runs_end()
    {
        var cancelled = Of(Plain) with { State = OperationState.Cancelled, Note = "by ada", Made = 2, Succeeded = 1 };
        Told(Next(cancelled)).ShouldBe("cancelled (by ada), again 08:00:01");
        Told(Next(cancelled with { Failed = 1 })).ShouldBe("cancelled (by ada)");
    }

    private static OperationStep Next(OperationRecord operation) =>
        OperationSteps.Next(operation, Schedule.Parse("0 * * * *", new ScheduleOptions()), Clock("08:00"));

    private static OperationRecord Of(OperationPlan plan) => new(
        Guid.Empty, plan, OperationState.Running, "ada", null, null, 0, 0, 0, 0, 0, 0, 0, 0, false, null, null, Clock("07:00"), Clock("07:00"), null);

    private static string Told(OperationStep step) => string.Concat(
        step.State.ToString().ToLowerInvariant(),
        step.Note is { } note ? $" ({note})" : "",
        step.Letters > 0 ? $", {step.Letters} letters" : "",
        step is { Letters: > 0, StartAt: { } start } ? $" from {At(start)} each {Short(step.Interval)}" : "",
        step.Ticks.Count > 0 ? $", ticks {string.Join(' ', step.Ticks.Select(At))}" : "",
        step.NextAt is { } next ? $", again {At(next)}" : "");

    private static string At(DateTimeOffset instant) => Policies.PlanText.Of(instant);

    private static string Short(TimeSpan span) => span.TotalSeconds > 600 ? $"{span.TotalMinutes}m" : $"{span.TotalSeconds}s";
}
