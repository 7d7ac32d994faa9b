using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Faults;
using static Belfry.Server.Tests.Drill.Story;

namespace Belfry.Server.Tests.Drill;

/// <summary>The checker finds what is planted, and nothing where nothing is.</summary>
public sealed class HistoryCheckerTests
{
    private readonly Story story = new();

    [Fact]
    public void A_history_in_order_breaks_nothing() => story.Broken.ShouldBeEmpty();

    [Fact]
    public void A_tick_without_an_outcome_is_lost()
    {
        story.Ticks.RemoveAt(1);
        story.Broken.ShouldBe(["C1 I9"]);
    }

    [Fact]
    public void A_span_of_skips_stands_for_each_of_its_ticks()
    {
        story.Ticks.RemoveRange(1, 2);
        story.Runs.RemoveRange(1, 2);
        story.Executions.RemoveRange(1, 2);
        story.Ticks.Add(new StoredTicks(Job, Start.AddSeconds(2), Start.AddSeconds(3), null, SkipReason.Paused));
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_tick_with_two_outcomes_is_doubled()
    {
        story.Ticks.Add(story.Ticks[0] with { Run = null, Reason = SkipReason.Overlap });
        story.Broken.ShouldBe(["C1 I1"]);
    }

    [Fact]
    public void A_tick_with_two_runs_is_doubled()
    {
        story.Runs.Add(story.Runs[0] with { Id = Guid.NewGuid(), State = RunState.Failed });
        story.Broken.ShouldBe(["C2 I1"]);
    }

    [Fact]
    public void A_run_that_ended_under_an_old_token_is_found()
    {
        story.Faults.Add(new Fault(FaultKind.Freeze, "node-1.1", At(1.05), At(3)));
        story.Again(0, "node-2.1", 2, 2.1);
        story.Runs[0] = story.Runs[0] with { Token = story.Executions[0].Token };
        story.Broken.ShouldBe(["C3 I2"]);
    }

    [Fact]
    public void A_success_that_no_process_knows_of_is_found()
    {
        story.Executions[0] = story.Executions[0] with { Outcome = ExecutionEnd.Stopped };
        story.Broken.ShouldBe(["C3 I2"]);
    }

    [Fact]
    public void A_repetition_after_a_kill_is_no_violation()
    {
        story.Executions[0] = story.Executions[0] with { End = null, Outcome = ExecutionEnd.None };
        story.Faults.Add(new Fault(FaultKind.Kill, "node-1.1", At(1.05), At(3)));
        story.Again(0, "node-2.1", 5, 5.1);
        story.Runs[0] = story.Runs[0] with { LostCount = 1 };
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_repetition_without_a_cause_is_found()
    {
        story.Again(0, "node-2.1", 5, 5.1);
        story.Broken.ShouldBe(["C3 I5"]);
    }

    [Fact]
    public void A_short_pause_excuses_no_repetition()
    {
        story.Faults.Add(new Fault(FaultKind.Pause, "node-1.1", At(1.05), At(2.4)));
        story.Again(0, "node-2.1", 5, 5.1);
        story.Broken.ShouldBe(["C3 I5"]);
    }

    [Theory]
    [InlineData(OverlapRule.Skip, true)]
    [InlineData(OverlapRule.Queue, true)]
    [InlineData(OverlapRule.Allow, false)]
    public void Two_runs_at_once_are_found_where_the_job_forbids_it(OverlapRule overlap, bool found)
    {
        story.Overlap = overlap;
        story.Executions[0] = story.Executions[0] with { End = At(2.5) };
        story.Runs[0] = story.Runs[0] with { FinishedAt = Start.AddSeconds(2.5) };
        story.Broken.ShouldBe(found ? ["C4 I10"] : []);
    }

    [Fact]
    public void A_job_alone_is_still_alone_when_its_frozen_executor_goes_on_later()
    {
        story.Overlap = OverlapRule.Queue;
        story.Executions[0] = story.Executions[0] with { End = At(3.5), Outcome = ExecutionEnd.Refused };
        story.Faults.Add(new Fault(FaultKind.Freeze, "node-1.1", At(1.05), At(3.5)));
        story.Again(0, "node-2.1", 1.5, 1.6);
        story.Runs[0] = story.Runs[0] with { FinishedAt = Start.AddSeconds(1.6), LostCount = 1 };
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void One_run_in_two_living_processes_is_found()
    {
        story.Faults.Add(new Fault(FaultKind.Cut, "node-1.1", At(1.05), At(3.5)));
        story.Executions[0] = story.Executions[0] with { End = At(3.4), Outcome = ExecutionEnd.Stopped };
        story.Again(0, "node-2.1", 3, 3.1);
        story.Broken.ShouldBe(["C4 I12"]);
    }

    [Fact]
    public void An_acknowledged_run_that_is_not_there_is_found()
    {
        story.Calls.Add(Call("asked-1", CallOutcome.Unknown, 0));
        story.Broken.ShouldBeEmpty();
        story.Calls.Add(Call("asked-1", CallOutcome.Acknowledged, 201));
        story.Broken.ShouldBe(["C5 I3"]);
    }

    [Fact]
    public void A_run_that_was_asked_for_once_and_is_there_twice_is_found()
    {
        story.Calls.Add(Call("asked-1", CallOutcome.Unknown, 0));
        Asked("asked-1");
        story.Broken.ShouldBeEmpty();
        Asked("asked-1");
        story.Broken.ShouldBe(["C6 I4"]);
    }

    [Fact]
    public void A_server_that_fails_at_a_call_is_found()
    {
        story.Calls.Add(Call("asked-1", CallOutcome.Unknown, 503));
        story.Broken.ShouldBeEmpty();
        story.Calls.Add(Call("asked-1", CallOutcome.Unknown, 500));
        story.Broken.ShouldBe(["answers I4"]);
    }

    [Fact]
    public void A_run_that_never_ends_is_found()
    {
        story.Runs[0] = story.Runs[0] with { State = RunState.Running };
        story.Broken.ShouldBe(["C7 I7"]);
    }

    [Fact]
    public void A_start_before_its_instant_is_found()
    {
        story.Executions[0] = story.Executions[0] with { Start = At(0.9) };
        story.Broken.ShouldBe(["C8 I14"]);
    }

    [Fact]
    public void A_late_start_is_found_unless_a_fault_is_to_blame()
    {
        story.Executions[0] = story.Executions[0] with { Start = At(8), End = At(8.1) };
        story.Broken.ShouldBe(["C8 I5"]);
        story.Faults.Add(new Fault(FaultKind.Kill, "node-2.1", At(0.5), At(3)));
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_slow_recovery_is_found()
    {
        story.Executions[0] = story.Executions[0] with { End = null, Outcome = ExecutionEnd.None };
        story.Faults.Add(new Fault(FaultKind.Kill, "node-1.1", At(1.05), At(3)));
        story.Again(0, "node-2.1", 8, 8.1);
        story.Broken.ShouldBe(["recovery I7"]);
    }

    [Fact]
    public void A_kill_of_another_node_is_no_excuse_for_a_slow_recovery()
    {
        story.Executions[0] = story.Executions[0] with { End = null, Outcome = ExecutionEnd.None };
        story.Faults.Add(new Fault(FaultKind.Kill, "node-1.1", At(1.05), At(3)));
        story.Faults.Add(new Fault(FaultKind.Kill, "node-3.1", At(4), At(5)));
        story.Again(0, "node-2.1", 8, 8.1);
        story.Broken.ShouldBe(["recovery I7"]);
        story.Executions[^1] = story.Executions[^1] with { Attempt = 3 };
        story.Broken.ShouldBeEmpty("the other node was given the run in between");
    }

    [Fact]
    public void A_machine_that_stood_still_excuses_as_much_as_was_measured()
    {
        story.Executions[0] = story.Executions[0] with { End = null, Outcome = ExecutionEnd.None };
        story.Faults.Add(new Fault(FaultKind.Kill, "node-1.1", At(1.05), At(3)));
        story.Again(0, "node-2.1", 9, 9.1);
        story.Stalls.Add(new Stall("node-2.1", At(2), At(3.5)));
        story.Stalls.Add(new Stall("node-3.1", At(3), At(3.8)));
        story.Broken.ShouldBe(["recovery I7"]);
        story.Stalls.Add(new Stall(null, At(5), At(5.3)));
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_process_that_got_no_processor_may_have_stopped_late()
    {
        story.Faults.Add(new Fault(FaultKind.Cut, "node-1.1", At(1.05), At(5.5)));
        story.Executions[0] = story.Executions[0] with { End = At(5.4), Outcome = ExecutionEnd.Stopped };
        story.Again(0, "node-2.1", 5, 5.1);
        story.Stalls.Add(new Stall("node-2.1", At(4.5), At(5.3)));
        story.Broken.ShouldBe(["C4 I12"]);
        story.Stalls.Add(new Stall("node-1.1", At(4.5), At(5.3)));
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_was_lost_too_often_is_found()
    {
        story.Faults.Add(new Fault(FaultKind.Kill, "node-2.1", At(0.5), At(3)));
        story.Runs[0] = story.Runs[0] with { LostCount = 4 };
        story.Broken.ShouldBe(["C9 I8"]);
    }

    [Fact]
    public void A_run_that_a_drain_counts_as_lost_is_found()
    {
        story.Faults.Add(new Fault(FaultKind.Drain, "node-1.1", At(0.5), At(3)));
        story.Runs[0] = story.Runs[0] with { LostCount = 1 };
        story.Broken.ShouldBe(["C9 I5"]);
    }

    [Fact]
    public void A_stale_effect_that_was_accepted_is_found()
    {
        var run = story.Runs[0].Id;
        story.Effects.Add(new Effect(At(1), "node-2.1", run, 9, Accepted: true));
        story.Effects.Add(new Effect(At(2), "node-1.1", run, 8, Accepted: true));
        story.Broken.ShouldBe(["C10 I11"]);
    }

    [Fact]
    public void A_stale_effect_is_expected_only_of_a_process_that_was_stopped()
    {
        var run = story.Runs[0].Id;
        story.Effects.Add(new Effect(At(1), "node-2.1", run, 9, Accepted: true));
        story.Effects.Add(new Effect(At(2), "node-1.1", run, 8, Accepted: false));
        story.Broken.ShouldBe(["C10 I12"]);
        story.Faults.Add(new Fault(FaultKind.Freeze, "node-1.1", At(0.5), At(1.9)));
        story.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_final_run_that_changed_is_found()
    {
        story.Before.Add(story.Runs[0]);
        story.Broken.ShouldBeEmpty();
        story.Runs[0] = story.Runs[0] with { FinishedAt = Start.AddSeconds(3) };
        story.Broken.ShouldBe(["C12 I6"]);
    }

    private static ApiCall Call(string key, CallOutcome outcome, int status) =>
        new("enqueue", "belfry-drill/asked-for", key, At(1), At(1.1), outcome, status);

    private void Asked(string key) => story.Runs.Add(new StoredRun(
        Guid.NewGuid(), "belfry-drill/asked-for", RunTrigger.Manual, Start.AddSeconds(1), RunState.Failed, null, 1, 0, Start.AddSeconds(2), key));
}
