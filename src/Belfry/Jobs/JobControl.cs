using Belfry.Engine;
using Belfry.Notifications;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>
/// What people and programs do to jobs: create, edit, pause, run. One rule stands over all of it: before a change takes effect,
/// every tick that is due is recorded under the definition it was due under. So no edit loses a tick, and none repeats one.
/// </summary>
public sealed class JobControl
{
    // A job that fires every second changes under an editor's hands; ten tries mean that something else is wrong.
    private const int Tries = 10;

    private readonly IStore store;
    private readonly Chance chance;

    internal JobControl(IStore store, Chance chance) => (this.store, this.chance) = (store, chance);

    /// <summary>Channels that a job may name; null where nobody can know them.</summary>
    internal ChannelSet? Channels { get; init; }

    /// <summary>Raised after a change of jobs or runs, so that a node in this process looks at once.</summary>
    internal event Action? Changed;

    /// <summary>Raised when a running run was asked to end.</summary>
    internal event Action<Guid, string>? CancelRequested;

    /// <summary>Stores a new job. Its first tick comes after now; a one-off whose instant has passed runs at once.</summary>
    /// <exception cref="JobConflictException">A job of that name exists.</exception>
    /// <exception cref="JobInvalidException">The definition has problems.</exception>
    public async Task<JobRecord> Create(JobDefinition definition, CancellationToken cancellation)
    {
        Check(definition, null);
        var now = await store.Now(cancellation);
        var next = definition.ParseSchedule().FirstAfter(now);
        var change = new JobChange(null, definition, next, definition.Enabled ? next : null, null, []);
        var saved = await store.Jobs.Save(change, cancellation)
            ?? throw new JobConflictException($"A job named '{definition.Name}' exists already; edit it, or choose another name.");
        Changed?.Invoke();
        return saved;
    }

    /// <summary>
    /// Changes a job. An edit that leaves the schedule as it is moves no tick; a new schedule begins after now and after the
    /// last recorded tick.
    /// </summary>
    /// <param name="change">Makes the new definition of the job as it stands; called again when somebody else was faster.</param>
    /// <param name="expectedRevision">The revision the editor saw; null accepts any.</param>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">Its revision is another, or others keep changing it.</exception>
    /// <exception cref="JobInvalidException">The new definition has problems.</exception>
    public async Task<JobRecord> Edit(
        string name, Func<JobRecord, JobDefinition> change, long? expectedRevision, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (job, now) = await Settled(name, cancellation);
            Expect(job, expectedRevision);
            var definition = change(job);
            Check(definition, job.Definition);
            if (await store.Jobs.Save(Changes.Edit(job, definition, now), cancellation) is { } saved)
            {
                Changed?.Invoke();
                return saved;
            }
        }

        throw Busy(name);
    }

    /// <summary>Holds a job back until resumed, or until an instant; no tick appears after this returns.</summary>
    public async Task<JobRecord> Pause(
        string name, string reason, string by, DateTimeOffset? until, PausedTicks ticks, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (job, now) = await Settled(name, cancellation);
            var pause = new JobPause(reason, by, job.Pause?.Since ?? now, until, ticks);
            var change = new JobChange(job, job.Definition, job.NextDue, job.Definition.Enabled ? until : null, pause, []);
            if (await store.Jobs.Save(change, cancellation) is { } saved)
            {
                Changed?.Invoke();
                return saved;
            }
        }

        throw Busy(name);
    }

    /// <summary>Ends a pause; the ticks it held back are recorded by the choice made when it began. Repeating it does nothing.</summary>
    public async Task<JobRecord> Resume(string name, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var job = await Find(name, cancellation);
            if (job.Pause is null)
            {
                return job;
            }

            var now = await store.Now(cancellation);
            var firing = Firings.Resume(job, job.Definition.ParseSchedule(), now);
            if (!job.Definition.Enabled)
            {
                firing = firing with { FireAt = null };
            }

            if ((await store.Jobs.Fire([firing], cancellation))[0].Status == FiringStatus.Fired)
            {
                Changed?.Invoke();
                return await Find(name, cancellation);
            }
        }

        throw Busy(name);
    }

    /// <summary>Removes a job; its runs and recorded ticks stay readable.</summary>
    public async Task Delete(string name, long? expectedRevision, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (job, _) = await Settled(name, cancellation);
            Expect(job, expectedRevision);
            if (await store.Jobs.Delete(job, cancellation))
            {
                Changed?.Invoke();
                return;
            }
        }

        throw Busy(name);
    }

    /// <summary>Makes a run outside the schedule.</summary>
    public async Task<EnqueueResult> RunNow(string name, RunRequest request, CancellationToken cancellation)
    {
        var results = await Enqueue([(name, request)], cancellation);
        return results[0] ?? throw Unknown(name);
    }

    /// <summary>Makes many runs in one transaction; null where the job does not exist.</summary>
    public async Task<IReadOnlyList<EnqueueResult?>> Enqueue(
        IReadOnlyList<(string Job, RunRequest Request)> requests, CancellationToken cancellation)
    {
        var now = await store.Now(cancellation);
        var results = await store.Runs.Enqueue([.. requests.Select(item => NewRun(item.Job, item.Request, now))], cancellation);
        Changed?.Invoke();
        return results;
    }

    internal NewRun NewRun(string job, RunRequest request, DateTimeOffset now) => new(
        request.Id ?? RunId.New(now, chance),
        job,
        request.Trigger,
        request.Due,
        request.At,
        request.Args,
        request.UniqueKey,
        Parent: null,
        request.DryRun,
        request.By);

    /// <summary>Asks a run to end.</summary>
    public async Task<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation)
    {
        var status = await store.Runs.Cancel(run, reason, cancellation);
        if (status == CancelStatus.Requested)
        {
            CancelRequested?.Invoke(run, reason);
        }

        return status;
    }

    /// <summary>Makes a new run that does the work of a finished one again, linked to it; the finished one stays as it is.</summary>
    public async Task<Guid> Retry(Guid run, string by, CancellationToken cancellation)
    {
        var old = await store.Queries.Run(run.ToString("n"), cancellation)
            ?? throw new JobNotFoundException($"There is no run {run:n}.");
        if (old.FinishedAt is null)
        {
            throw new JobConflictException($"Run {run:n} has not ended; it is {EnumWords<RunState>.Of(old.State)}.");
        }

        if (old.State == RunState.Dead && await Recover(run, by, cancellation) is { } recovered)
        {
            Changed?.Invoke();
            return recovered;
        }

        var now = await store.Now(cancellation);
        var again = new NewRun(
            RunId.New(now, chance), old.Job, RunTrigger.Retry, old.Due, null, JsonText.Element(old.Args), null, old.Id, old.DryRun, by);
        var result = (await store.Runs.Enqueue([again], cancellation))[0] ?? throw Unknown(old.Job);
        Changed?.Invoke();
        return result.Id;
    }

    // Its letter goes with it, so that nobody retries it again from there. One that was recovered stands for a repeated wish
    // until it has ended.
    private async Task<Guid?> Recover(Guid dead, string by, CancellationToken cancellation)
    {
        var result = (await store.DeadLetters.Recover([dead], new RecoveredAs(RecoveredVersion.Latest, by), cancellation))[0];
        return result.Status == RecoveryStatus.Already
            && await store.Queries.Run(result.Run!.Value.ToString("n"), cancellation) is not { FinishedAt: null }
            ? null
            : result.Run;
    }

    /// <summary>What storing this definition would do to the ticks.</summary>
    public async Task<EditPreview> Preview(JobDefinition definition, int count, CancellationToken cancellation)
    {
        var job = await store.Jobs.Get(definition.Name, cancellation);
        Check(definition, job?.Definition);
        var now = await store.Now(cancellation);
        return Changes.Preview(job, definition, now, count);
    }

    /// <summary>
    /// Creates or updates the jobs that code declares. One whose definition is stored as it is stays untouched; jobs that this
    /// code does not know are left alone.
    /// </summary>
    internal async Task Declare(IReadOnlyList<JobDefinition> definitions, CancellationToken cancellation)
    {
        foreach (var definition in UpstreamFirst.Order(definitions, definition => definition))
        {
            var stored = await store.Jobs.Get(definition.Name, cancellation);
            if (stored is null)
            {
                await CreateOrLose(definition, cancellation);
            }
            else if (JobJson.Write(stored.Definition with { Enabled = definition.Enabled }) != JobJson.Write(definition))
            {
                // Enabled is the operator's switch once the job exists: a deploy must not turn a disabled job on.
                await Edit(definition.Name, job => definition with { Enabled = job.Definition.Enabled }, null, cancellation);
            }
        }
    }

    private async Task CreateOrLose(JobDefinition definition, CancellationToken cancellation)
    {
        try
        {
            await Create(definition, cancellation);
        }
        catch (JobConflictException)
        {
            // Another node started at the same time with the same code.
        }
    }

    /// <summary>
    /// The job, after every tick that is due has been recorded under its present definition, those of a pause that is over
    /// among them. A schedule that this version cannot read has no ticks it could record.
    /// </summary>
    private async Task<(JobRecord Job, DateTimeOffset Now)> Settled(string name, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            var job = await Find(name, cancellation);
            var now = await store.Now(cancellation);
            var settleAt = job.Pause is { } pause ? pause.Until : job.NextDue;
            if (!job.Definition.Enabled || settleAt is null || settleAt > now || job.Definition.ReadSchedule() is not { } schedule)
            {
                return (job, now);
            }

            if (Firings.Plan(job, schedule, now) is { } firing)
            {
                await store.Jobs.Fire([firing], cancellation);
            }
        }

        throw Busy(name);
    }

    private async Task<JobRecord> Find(string name, CancellationToken cancellation) =>
        await store.Jobs.Get(name, cancellation) ?? throw Unknown(name);

    private void Check(JobDefinition definition, JobDefinition? before)
    {
        JobProblem[] problems = [.. JobValidation.Problems(definition), .. Channels?.Problems(definition.Notify, before?.Notify) ?? []];
        if (problems.Length > 0)
        {
            throw new JobInvalidException(problems);
        }
    }

    private static void Expect(JobRecord job, long? revision)
    {
        if (revision is { } seen && seen != job.Revision)
        {
            throw new JobConflictException(
                $"Job '{job.Name}' was changed since you read it (revision {job.Revision}, you have {seen}); read it again.");
        }
    }

    private static JobNotFoundException Unknown(string name) => new($"There is no job named '{name}'.");

    private static JobConflictException Busy(string name) =>
        new($"Job '{name}' is being changed by others right now; try again.");
}
