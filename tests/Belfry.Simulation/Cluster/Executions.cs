using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>One execution of a job's code, as the code itself knows it.</summary>
internal sealed record Execution(Guid Run, long Token, string Job, int Attempt, Host Host, Work Work)
{
    public bool Active { get; set; } = true;
    public bool Succeeded { get; set; }

    /// <summary>It waits for an answer about a lock, and hears nothing else.</summary>
    public bool Deaf { get; set; }

    /// <summary>Its process can do something about it.</summary>
    public bool CanBeEnded => Active && Host is { Alive: true, Frozen: false, JustThawed: false, Starved: false } && !Work.Stubborn && !Deaf;
}

/// <summary>The jobs' code, and its own log of what it did: independent of the store and of the engine.</summary>
internal sealed class Executions(World world, IStore store, Oracle oracle)
{
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(1);

    // While the store's clock stands still, nodes count on until their next answer, or they have no lease.
    private static readonly TimeSpan NewsOfStep = Timing.LeaseTime;

    // When the store's clock has jumped over a lease, or over the time that an answer may take, nodes cannot know yet.
    private static readonly TimeSpan BlindAfterStep = TimeSpan.FromSeconds(10) + Timing.LeaseTime;

    // A run that stands for itself alone: those of a job that forbids overlap are looked at among each other.
    private readonly List<Execution> active = [];

    public List<Execution> All { get; } = [];

    /// <summary>What some jobs call does not answer.</summary>
    public bool TargetDown { get; set; }

    /// <summary>Faults are over: what was made to bring nodes down no longer does.</summary>
    public bool Healed { get; set; }

    public IEnumerable<Execution> Active => active.Where(execution => execution.Host.Alive);

    /// <param name="crash">What a poison job does to its process.</param>
    public JobHandler HandlerOn(Host host, IStore seen, Action crash) => async (_, run, cancellation) =>
    {
        var work = run.GetArgs<Work>() ?? new Work(100);
        RequireDue(run);
        oracle.Require(
            !work.Once || HasJustStepped || All.TrueForAll(other => other.Run != run.RunId),
            $"I8: run {run.RunId:n} of {run.Job} began a second time, and it is to be failed when its node is lost");
        await RequireAlone(host, run);
        RequireNoOtherSuspect(host, run);
        var mine = new Execution(run.RunId, run.FencingToken, run.Job, run.Attempt, host, work);
        All.Add(mine);
        active.Add(mine);
        world.Note($"{host.Name} starts {run.Job} {run.Due:HH:mm:ss} token {run.FencingToken}");
        try
        {
            if (work.Poison && !Healed)
            {
                crash();
            }

            await Do(mine, seen, work.Stubborn ? CancellationToken.None : cancellation);
            mine.Succeeded = true;
        }
        finally
        {
            mine.Active = false;
            active.Remove(mine);
            world.Note($"{host.Name} ends {run.Job} {run.Due:HH:mm:ss} {(mine.Succeeded ? "well" : "badly")}");
        }
    };

    private async Task Do(Execution mine, IStore seen, CancellationToken cancellation)
    {
        var (work, host) = (mine.Work, mine.Host);
        mine.Deaf = work.Lock is not null;
        var lease = work.Lock is { } name ? await seen.Locks.TryAcquire(name, host.Name, LockTime, cancellation) : null;
        mine.Deaf = false;
        if (work.Lock is not null && lease is null)
        {
            return;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(work.Milliseconds), host.Time, cancellation);
        if (lease is not null)
        {
            mine.Deaf = true;
            await seen.Locks.Renew(lease.Name, lease.Token, LockTime, cancellation);
            await seen.Locks.Release(lease.Name, lease.Token, cancellation);
        }

        if (host.Chance.Next(100) < work.FailPercent || (work.Calls && TargetDown && !Healed))
        {
            throw new InvalidOperationException("simulated failure");
        }
    }

    private void RequireDue(JobContext run)
    {
        var now = world.StoreTime.Judged;
        var allowed = world.Elapsed - world.StoreTime.MovesFrom < NewsOfStep.Ticks ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;
        oracle.Require(now + allowed >= run.Due, $"I14: {run.Job} started {Durations.Text(run.Due - now)} before its instant");
    }

    private void RequireNoOtherSuspect(Host host, JobContext run) => oracle.Require(
        !oracle.Attempts.IsSuspect(run.FencingToken)
            || active.TrueForAll(other => other.Host != host || !oracle.Attempts.IsSuspect(other.Token)),
        $"I8: run {run.RunId:n} of {run.Job} started on {host.Name} beside another one that was lost twice");

    // A process that is frozen, starved or dead can do nothing about its executions; all others must have stopped theirs.
    private async Task RequireAlone(Host host, JobContext run)
    {
        if (HasJustStepped)
        {
            return;
        }

        foreach (var other in active.Where(execution => execution.CanBeEnded).ToList())
        {
            if (other.Run == run.RunId)
            {
                oracle.Require(
                    other.Token == run.FencingToken,
                    $"I12: run {run.RunId:n} started on {host.Name} while {other.Host.Name} still executes it");
            }
            else if (other.Job == run.Job && HasCurrentToken(other.Run, other.Token) && HasCurrentToken(run.RunId, run.FencingToken))
            {
                var job = await store.Jobs.Get(run.Job, CancellationToken.None);
                var live = await store.Queries.Run(other.Run.ToString("n"), CancellationToken.None);
                oracle.Require(
                    job is null || job.Definition.Overlap == OverlapRule.Allow || live is not { State: RunState.Running },
                    $"I10: two runs of {run.Job} execute at once, {run.RunId:n} and {other.Run:n}");
            }
        }
    }

    private bool HasJustStepped => world.Elapsed - world.StoreTime.SteppedAt < BlindAfterStep.Ticks;

    private bool HasCurrentToken(Guid run, long token) => oracle.Attempts.Tokens.GetValueOrDefault(run) == token;
}
