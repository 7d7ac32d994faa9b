using System.Globalization;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Engine;

/// <summary>Runs what a job's definition names, under its time-out, and says how it went. Never throws.</summary>
internal sealed class AttemptRunner(IStore store, Node node, JobCatalog catalog, CommandRunner commands, EngineContext engine)
{
    public async Task<AttemptResult> Run(Execution execution)
    {
        try
        {
            await using var timeout = StartTimeout(execution);
            return execution.Run.Definition.Run switch
            {
                JobAction.Command command => await RunCommand(execution, command.Spec),
                JobAction.Handler handler => await RunHandler(execution, handler.Name),
                _ => AttemptResult.Failed(RunErrors.Of("start", "An external job is run by whoever schedules it, not by a node.")),
            };
        }
        catch (SnoozeException snooze)
        {
            return new AttemptResult(false, null) { Snooze = new Snooze(snooze.Time, snooze.Reason) };
        }
        catch (Exception exception)
        {
            return AttemptResult.Failed(RunErrors.From(exception));
        }
    }

    private ITimer? StartTimeout(Execution execution) => execution.Run.Definition.Timeout is not { } limit
        ? null
        : engine.Time.CreateTimer(
            _ => execution.End(StopCause.TimedOut, $"ran longer than its time-out of {Durations.Text(limit)}"),
            null,
            limit,
            Timeout.InfiniteTimeSpan);

    private async Task<AttemptResult> RunCommand(Execution execution, CommandSpec spec)
    {
        var variables = Variables(execution);
        using var checkpoint = CheckpointFile.Create($"{execution.Run.Id:n}-{execution.Run.Token}", execution.Journal.Checkpoint);
        using var numbers = NumbersFile.Create(execution.Journal);
        if (checkpoint is not null)
        {
            variables[CheckpointFile.Variable] = checkpoint.Path;
        }

        var result = await commands.RunAsync(
            spec, numbers.AddTo(variables), execution.Journal, node.Options.KillGrace, execution.Stop);
        checkpoint?.Keep(execution.Journal);
        numbers.Report();
        var kind = result.Signal is not null ? "signal" : result.ExitCode is not null ? "exit-code" : "start";
        var error = result.Succeeded ? null : RunErrors.Of(kind, result.Error ?? "The command failed.");
        return new AttemptResult(result.Succeeded, error, result.ExitCode, result.PeakMemoryBytes, result.CpuTime);
    }

    private async Task<AttemptResult> RunHandler(Execution execution, string name)
    {
        if (catalog.Find(name) is not { } handler)
        {
            return AttemptResult.Failed(RunErrors.Of("start", $"This node knows no handler named '{name}'."));
        }

        var context = Context(execution);
        await engine.Offload(async () =>
        {
            await using var scope = engine.Services.CreateAsyncScope();
            await handler(scope.ServiceProvider, context, execution.Stop);
        });
        return AttemptResult.Success;
    }

    private JobContext Context(Execution execution)
    {
        var run = execution.Run;
        return new JobContext(execution.Journal)
        {
            RunId = run.Id,
            Job = run.Definition.Name,
            Due = run.Due,
            Attempt = run.Attempt,
            MaxAttempts = run.Definition.Retry.Attempts,
            Snoozes = run.Snoozes,
            FencingToken = run.Token,
            DryRun = run.DryRun,
            Trigger = run.Trigger,
            Args = run.Args ?? run.Definition.Args,
            MissedCount = run.MissedCount,
            FirstMissed = run.FirstMissed,
            ChildRuns = new ChildRuns(store, Wake, run),
        };
    }

    private void Wake()
    {
        engine.WorkerWakeup.Set();
        engine.Announce();
    }

    private static Dictionary<string, string> Variables(Execution execution)
    {
        var run = execution.Run;
        var variables = new Dictionary<string, string>
        {
            ["BELFRY_RUN_ID"] = run.Id.ToString("n"),
            ["BELFRY_JOB"] = run.Definition.Name,
            ["BELFRY_DUE"] = Durations.Instant(run.Due),
            ["BELFRY_ATTEMPT"] = run.Attempt.ToString(CultureInfo.InvariantCulture),
            ["BELFRY_SNOOZES"] = run.Snoozes.ToString(CultureInfo.InvariantCulture),
            ["BELFRY_FENCING_TOKEN"] = run.Token.ToString(CultureInfo.InvariantCulture),
            ["BELFRY_NODE"] = execution.Node.ToString("n"),
        };
        if (run.DryRun)
        {
            variables["BELFRY_DRY_RUN"] = "1";
        }

        if ((run.Args ?? run.Definition.Args) is { } args)
        {
            variables["BELFRY_ARGS"] = args.GetRawText();
        }

        return variables;
    }
}
