using Belfry.Engine;

namespace Belfry.Tests.Engine;

public sealed class ExecutionTests
{
    [Fact]
    public void The_first_cause_stands()
    {
        using var execution = AnExecution.Of();
        execution.End(StopCause.Cancelled, "first");
        execution.End(StopCause.Drained, "second");
        (execution.Cause, execution.CauseText, execution.Stop.IsCancellationRequested).ShouldBe((StopCause.Cancelled, "first", true));
    }

    [Fact]
    public void A_lost_lease_overrides_every_cause()
    {
        using var execution = AnExecution.Of();
        execution.End(StopCause.Cancelled, "first");
        execution.End(StopCause.LeaseLost, "second");
        execution.Cause.ShouldBe(StopCause.LeaseLost);
    }

    [Fact]
    public void Asking_an_attempt_to_end_after_it_is_over_does_nothing()
    {
        var execution = AnExecution.Of();
        execution.Dispose();
        execution.End(StopCause.LeaseLost, "too late");
        execution.Cause.ShouldBe(StopCause.None);
    }

    [Fact]
    public void A_cancellation_that_comes_through_after_the_end_does_no_harm()
    {
        Func<Task> held = () => throw new InvalidOperationException("nothing was offloaded");
        var execution = AnExecution.Of(offload: work =>
        {
            held = work;
            return Task.CompletedTask;
        });
        execution.End(StopCause.Cancelled, "asked to");
        execution.Dispose();
        Should.NotThrow(() => held());
    }

    [Fact]
    public void A_callback_that_throws_is_told_in_the_output()
    {
        using var execution = AnExecution.Of();
        using var registration = execution.Stop.Register(() => throw new InvalidOperationException("from the job"));
        execution.End(StopCause.TimedOut, "too long");
        System.Text.Encoding.UTF8.GetString(execution.Journal.TakeRest()!.Bytes.Span).ShouldContain("from the job");
    }
}
