using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>One execution of a job's code, as the code itself knows it.</summary>
internal sealed record Execution(Guid Run, long Token, string Job, int Attempt, Host Host)
{
    public bool Active { get; set; } = true;
    public bool Succeeded { get; set; }
}

/// <summary>The jobs' code, and its own log of what it did: independent of the store and of the engine.</summary>
internal sealed class Executions(World world, IStore store, Oracle oracle)
{
    public List<Execution> All { get; } = [];

    public JobHandler HandlerOn(Host host) => async (_, run, cancellation) =>
    {
        oracle.Require(world.Now >= run.Due, $"I14: {run.Job} started {Durations.Text(run.Due - world.Now)} before its instant");
        await RequireAlone(host, run);
        var mine = new Execution(run.RunId, run.FencingToken, run.Job, run.Attempt, host);
        All.Add(mine);
        world.Note($"{host.Name} starts {run.Job} {run.Due:HH:mm:ss} token {run.FencingToken}");
        try
        {
            var plan = run.GetArgs<Work>() ?? new Work(100, 0);
            await Task.Delay(TimeSpan.FromMilliseconds(plan.Milliseconds), host.Time, cancellation);
            if (world.Chance.Next(100) < plan.FailPercent)
            {
                throw new InvalidOperationException("simulated failure");
            }

            mine.Succeeded = true;
        }
        finally
        {
            mine.Active = false;
            world.Note($"{host.Name} ends {run.Job} {run.Due:HH:mm:ss} {(mine.Succeeded ? "well" : "badly")}");
        }
    };

    // A process that is frozen or dead can do nothing about its executions; all others must have stopped theirs (I10, I12).
    private async Task RequireAlone(Host host, JobContext run)
    {
        foreach (var other in All.Where(e => e.Active && e.Host is { Alive: true, Frozen: false } && !e.Host.JustThawed))
        {
            if (other.Run == run.RunId)
            {
                oracle.Require(
                    other.Token == run.FencingToken,
                    $"I12: run {run.RunId:n} started on {host.Name} while {other.Host.Name} still executes it");
            }
            else if (other.Job == run.Job && oracle.Tokens[other.Run] == other.Token && oracle.Tokens[run.RunId] == run.FencingToken)
            {
                var job = await store.Jobs.Get(run.Job, CancellationToken.None);
                var live = await store.Queries.Run(other.Run.ToString("n"), CancellationToken.None);
                oracle.Require(
                    job is null || job.Definition.Overlap == OverlapRule.Allow || live is not { State: Runs.RunState.Running },
                    $"I10: two runs of {run.Job} execute at once, {run.RunId:n} and {other.Run:n}");
            }
        }
    }

    /// <summary>What a run's code does.</summary>
    internal sealed record Work(int Milliseconds, int FailPercent);
}
