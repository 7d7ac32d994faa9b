using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.Logging;

namespace Belfry.Engine;

/// <summary>
/// Executes one attempt in steps: wait for its instant, run, decide what follows, have it written, free the slot. Whatever
/// the job does ends in one of: succeeded, failed, timed out, cancelled, handed back, lease lost.
/// </summary>
internal sealed class Executor(
    Node node, AttemptRunner runner, Finisher finisher, EngineContext engine, ILogger<Executor> logger)
{
    /// <summary>Starts an attempt and returns; the node lists it from here on.</summary>
    public void Start(ClaimedRun run, Guid claimedAs)
    {
        var options = node.Options;
        var execution = new Execution(run, claimedAs, engine.Offload, stop =>
            new AttemptJournal(new OutputCap(options.OutputHead, options.OutputTail), run.Checkpoint, stop));
        node.Add(execution);
        _ = Execute(execution);
    }

    private async Task Execute(Execution execution)
    {
        try
        {
            var startedAt = await WaitForInstant(execution);

            // A node that slept through its lease, or was answered after it, finds out here, before the run starts a second time (promise I12).
            if (startedAt is not null && !node.HoldsLease(execution.Node))
            {
                execution.End(StopCause.LeaseLost, "the lease it was claimed under ran out before the run started");
                startedAt = null;
            }

            var work = startedAt is null ? Task.FromResult(AttemptResult.NotStarted) : runner.Run(execution);
            var result = await EndOf(execution, work);
            if (execution.Cause != StopCause.LeaseLost)
            {
                await Finish(execution, startedAt ?? engine.Clock.Now, result);
                execution.Recorded = true;
            }

            // The slot is the job's until its code has really returned, though the record says it has ended.
            await work;
        }
        catch (Exception exception)
        {
            EngineLog.ServiceFailed(logger, exception, "executor", 1, TimeSpan.Zero);
        }
        finally
        {
            node.Remove(execution);
            execution.Dispose();
            engine.WorkerWakeup.Set();
        }
    }

    /// <summary>Holds a run that was claimed ahead; null when it was asked to end before its instant came.</summary>
    private async Task<DateTimeOffset?> WaitForInstant(Execution execution)
    {
        while (!execution.Stop.IsCancellationRequested && execution.Cause == StopCause.None)
        {
            var now = engine.Clock.Now;
            var wait = execution.Run.AvailableAt - now;
            if (wait <= TimeSpan.Zero)
            {
                return now;
            }

            await Wait.For(wait, engine.Time, execution.Stop);
        }

        return null;
    }

    /// <summary>The attempt's result; made up when the code ignores being asked to end for longer than the grace.</summary>
    private async Task<AttemptResult> EndOf(Execution execution, Task<AttemptResult> work)
    {
        if (!work.IsCompleted)
        {
            await Wait.ForEnd(work, Timeout.InfiniteTimeSpan, engine.Time, execution.Stop);
        }

        if (!work.IsCompleted)
        {
            await Wait.ForEnd(work, node.Options.KillGrace * 2, engine.Time, CancellationToken.None);
        }

        if (work.IsCompleted)
        {
            return await work;
        }

        EngineLog.IgnoresCancellation(logger, execution.Run.Id, execution.Run.Definition.Name);
        return AttemptResult.Failed(RunErrors.Of("ignored-cancellation", "The job's code did not end when it was asked to."));
    }

    private async Task Finish(Execution execution, DateTimeOffset startedAt, AttemptResult result)
    {
        // From here on the reporter leaves the journal alone; what it has under way comes before what is left.
        execution.Ending = true;
        await execution.Reporting;
        var end = AttemptEnds.Decide(execution, startedAt, engine.Clock.Now, result, engine.Chance.NextDouble());
        var status = await finisher.Finish(end);
        if (execution.Run.Operation is not null)
        {
            engine.StewardWakeup.Set();
        }

        Report(execution, end, status);
    }

    private void Report(Execution execution, AttemptEnd end, FinishStatus status)
    {
        var run = execution.Run;
        if (run.Definition.Notify is { OnExpectation: true })
        {
            node.NoteRan(run.Definition.Name);
        }

        if (end.Error is not null || end.Warnings.Count > 0)
        {
            engine.NotifierWakeup.Set();
        }

        if (status == FinishStatus.Fenced)
        {
            EngineLog.EndRefused(logger, run.Id, run.Definition.Name);
        }
        else if (end.Error is { } error)
        {
            EngineLog.AttemptFailed(logger, run.Definition.Name, run.Attempt, run.Id, end.State.ToString(), error.Message);
        }
        else if (logger.IsEnabled(LogLevel.Debug))
        {
            EngineLog.AttemptEnded(
                logger, run.Definition.Name, run.Attempt, run.Id, end.State.ToString(), end.FinishedAt - end.StartedAt);
        }
    }
}
