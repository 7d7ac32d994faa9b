using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What people and programs do to jobs while faults go on. What is refused or lost may fail; what was acknowledged must hold.
/// </summary>
internal sealed class Operators(World world, Member desk, IReadOnlyList<JobDefinition> jobs, Executions executions)
{
    private const int Tries = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly JobControl control = new(desk.Store, desk.Host.Chance);

    private OperationControl Bulk => field ??= new(desk.Store, control, desk.Host.Chance);

    /// <summary>Operations whose start was acknowledged.</summary>
    public HashSet<Guid> Started { get; } = [];

    /// <summary>Runs whose request was acknowledged.</summary>
    public HashSet<Guid> Acknowledged { get; } = [];

    public void Edit(Chance chance)
    {
        var (job, schedule) = (Pick(chance), JobDraw.Schedule(chance));
        Try("edit", () => control.Edit(job, stored => stored.Definition with { Schedule = schedule, On = default, Unmet = default }, null, CancellationToken.None));
    }

    public void PauseOrResume(Chance chance)
    {
        var (job, ticks, resume) = (Pick(chance), (PausedTicks)chance.Next(3), chance.Next(2) == 0);
        DateTimeOffset? until = chance.Next(2) == 0 ? world.StoreTime.Judged.AddSeconds(chance.Next(8)) : null;
        Try("pause", () => resume
            ? control.Resume(job, CancellationToken.None)
            : control.Pause(job, "simulated", "desk", until, ticks, CancellationToken.None));
    }

    public void Cancel(Chance chance)
    {
        var choice = chance.NextDouble();
        var active = executions.Active.ToList();
        if (active.Count > 0)
        {
            var run = active[(int)(choice * active.Count)].Run;
            Try("cancel", () => control.Cancel(run, "simulated", CancellationToken.None));
        }
    }

    public void DeleteAndCreate(Chance chance)
    {
        var job = jobs[chance.Next(jobs.Count)];
        var pause = TimeSpan.FromMilliseconds(chance.Next(3_000));
        Try("delete", () => control.Delete(job.Name, null, CancellationToken.None));
        world.At(pause, () => Create(job));
    }

    /// <summary>Asks for a run under an id of its own, and again while it does not hear whether that worked.</summary>
    public void Request(Chance chance)
    {
        var (job, id) = (Pick(chance), new Chance(chance.NextBits()).NextGuid());
        Request(job, id, Tries);
    }

    /// <summary>Starts an operation under an id of its own, and cancels one now and then.</summary>
    public void Operate(Chance chance)
    {
        var (id, job, now) = (new Chance(chance.NextBits()).NextGuid(), Pick(chance), world.StoreTime.Judged);
        var recover = new RecoverPlan(new LetterSelection(), (RecoveredVersion)chance.Next(2), Canary: chance.Next(3), StopAfter: chance.Next(3) == 0 ? 2 : null);
        recover = chance.Next(2) == 0 ? recover : recover with { Rate = 2, Per = TimeSpan.FromSeconds(1) };
        var backfill = new BackfillPlan(job, now.AddSeconds(-6), now.AddSeconds(-1), 1 + chance.Next(3), (ExistingRuns)chance.Next(2));
        Start(chance.Next(3) > 0 ? recover : backfill, id, Tries);
        if (chance.Next(4) == 0)
        {
            world.At(TimeSpan.FromSeconds(2), () => Try("cancel operation", () => Bulk.Cancel(id, "simulated", CancellationToken.None)));
        }
    }

    private void Start(OperationPlan plan, Guid id, int tries) => world.At(TimeSpan.Zero, desk.Host.Pool, async () =>
    {
        try
        {
            Started.Add((await Bulk.Start(plan, "desk", null, id, CancellationToken.None)).Id);
            world.Note($"operation {id:n} acknowledged");
        }
        catch (StoreUnavailableException) when (tries > 0)
        {
            world.At(Pause, () => Start(plan, id, tries - 1));
        }
        catch (Exception exception) when (IsAllowed(exception) || exception is JobInvalidException)
        {
            world.Note($"operation failed: {exception.Message}");
        }
    });

    public void TurnBreaker(Chance chance)
    {
        var (choice, isolate) = (chance.NextDouble(), chance.Next(2) == 0);
        var names = Breakers.ToList();
        if (names.Count > 0)
        {
            var name = names[(int)(choice * names.Count)];
            Try("turn breaker", async () => await (isolate
                ? desk.Store.Breakers.Isolate(name, "simulated", "desk", CancellationToken.None)
                : desk.Store.Breakers.Reset(name, "simulated", "desk", CancellationToken.None)));
        }
    }

    /// <summary>Everything that was deleted is there again, nothing is paused, and no breaker is isolated.</summary>
    public void TidyUp()
    {
        foreach (var breaker in Breakers)
        {
            Try("reset", async () => await desk.Store.Breakers.Reset(breaker, "tidied up", "desk", CancellationToken.None));
        }

        foreach (var job in jobs)
        {
            Create(job);
            Try("resume", () => control.Resume(job.Name, CancellationToken.None));
        }
    }

    private IEnumerable<string> Breakers => jobs.Select(job => job.BreakerName).OfType<string>().Distinct();

    private void Create(JobDefinition job) => Try("create", () => control.Create(job, CancellationToken.None));

    private void Request(string job, Guid id, int tries) => world.At(TimeSpan.Zero, desk.Host.Pool, async () =>
    {
        try
        {
            var result = await control.RunNow(job, new RunRequest(id), CancellationToken.None);
            Acknowledged.Add(result.Id);
            world.Note($"request {id:n} acknowledged");
        }
        catch (StoreUnavailableException) when (tries > 0)
        {
            world.At(Pause, () => Request(job, id, tries - 1));
        }
        catch (Exception exception) when (IsAllowed(exception))
        {
            world.Note($"request failed: {exception.Message}");
        }
    });

    private void Try(string what, Func<Task> action) => world.At(TimeSpan.Zero, desk.Host.Pool, async () =>
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (IsAllowed(exception))
        {
            world.Note($"{what} failed: {exception.Message}");
        }
    });

    private static bool IsAllowed(Exception exception) =>
        exception is StoreUnavailableException or JobConflictException or JobNotFoundException or PromiseBrokenException
            or JobInvalidException { Problems: [{ Path: "after" }] };

    private string Pick(Chance chance) => jobs[chance.Next(jobs.Count)].Name;
}
