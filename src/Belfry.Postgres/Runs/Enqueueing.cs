using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Runs that people and programs ask for.</summary>
internal sealed class Enqueueing(Session session)
{
    private Dictionary<string, Target> targets = [];
    private IReadOnlyDictionary<long, JobDefinition> earlier = new Dictionary<long, JobDefinition>();
    private DateTimeOffset now;

    public async ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs)
    {
        await Bounds.Share(session);
        earlier = await Definitions.Get(session, runs.Select(run => run.MadeUnder?.Definition).OfType<long>());
        targets = await Targets(runs);
        var results = new Dictionary<NewRun, EnqueueResult>(ReferenceEqualityComparer.Instance);
        foreach (var round in RoundsOf([.. runs.Where(run => targets.ContainsKey(run.Job))]))
        {
            await Insert(round, results);
        }

        return [.. runs.Select(results.GetValueOrDefault)];
    }

    private const string JobsSql = "select name, definition, revision, belfry.now() from belfry.job where name = any ($1) order by name";

    // Who puts a run into the line of a job that forbids overlap has the job's row for itself.
    private const string LockSql = JobsSql + " for no key update";

    private async ValueTask<Dictionary<string, Target>> Targets(IReadOnlyList<NewRun> runs)
    {
        var jobs = runs.Select(run => run.Job).ToHashSet();
        var found = await Targets(JobsSql, jobs);
        var exclusive = runs
            .Where(run => found.TryGetValue(run.Job, out var target) && LiveRun.IsExclusive(Of(run, target).Definition, run.DryRun))
            .Select(run => run.Job)
            .ToHashSet();
        foreach (string job in exclusive)
        {
            found.Remove(job);
        }

        // Until it was locked somebody may have changed it, so it is read again.
        foreach (var (job, target) in exclusive.Count == 0 ? [] : await Targets(LockSql, exclusive))
        {
            found[job] = target;
        }

        return found;
    }

    /// <exception cref="StoreException">This version of Belfry cannot read a definition.</exception>
    private async ValueTask<Dictionary<string, Target>> Targets(string sql, IReadOnlyCollection<string> jobs)
    {
        var rows = await session.All(
            sql, row => (Job: row.GetString(0), Definition: row.GetInt64(1), Revision: row.GetInt64(2), Now: row.Instant(3)), Texts(jobs));
        now = rows.Count > 0 ? rows[0].Now : now;
        var definitions = await Definitions.Get(session, rows.Select(row => row.Definition));
        return rows.ToDictionary(
            row => row.Job,
            row => new Target(
                definitions.GetValueOrDefault(row.Definition) ?? throw new StoreException(
                    $"The definition of job '{row.Job}' cannot be read by this version of Belfry. Use the version that wrote it."),
                row.Definition,
                row.Revision));
    }

    // What concerns the same run, key or tick goes one after the other.
    private IEnumerable<List<NewRun>> RoundsOf(IReadOnlyCollection<NewRun> runs)
    {
        var left = runs;
        while (left.Count > 0)
        {
            var taken = new HashSet<object>();
            var later = new List<NewRun>();
            var round = new List<NewRun>(left.Count);
            foreach (var run in left)
            {
                (Marks(run).Aggregate(true, (isFree, mark) => taken.Add(mark) && isFree) ? round : later).Add(run);
            }

            yield return round;
            left = later;
        }
    }

    private IEnumerable<object> Marks(NewRun run)
    {
        yield return run.Id;
        if (run.UniqueKey is { } key)
        {
            yield return (run.Job, key);
        }

        if (run.Trigger == RunTrigger.Schedule)
        {
            yield return (run.Job, DueOf(run));
        }
    }

    private async ValueTask Insert(List<NewRun> runs, Dictionary<NewRun, EnqueueResult> results)
    {
        var existing = await Existing(runs);
        var wanted = runs.Where(run => !existing.ContainsKey(run.Id)).ToList();
        var lines = wanted
            .Where(run => LiveRun.IsExclusive(TargetOf(run).Definition, run.DryRun) && !IsLater(run))
            .Select(run => run.Job)
            .Distinct()
            .ToList();
        HashSet<string> taken = lines.Count == 0 ? [] : [.. (await LiveRuns.InTheWay(session, lines)).Keys];
        var inserted = await LiveRuns.Insert(session, [.. wanted.Select(run => Live(run, taken))]);
        if (inserted.Count < wanted.Count)
        {
            // By its id, key or tick it came to be there, or the place of its job was taken, since we looked.
            throw new TakenMeanwhileException();
        }

        foreach (var run in runs)
        {
            results[run] = existing.TryGetValue(run.Id, out var id) ? new EnqueueResult(id, Inserted: false) : new EnqueueResult(run.Id, Inserted: true);
        }
    }

    private const string ExistingSql =
        """
        select wanted.id, found.id
        from unnest($1, $2, $3, $4, $5) as wanted (id, job, unique_key, due, is_tick)
        cross join lateral (
          select id from belfry.live where live.id = wanted.id
          union all
          select id from belfry.history where history.id = wanted.id
          union all
          select id from belfry.pruned_request where pruned_request.id = wanted.id
          union all
          select id from belfry.live where live.job = wanted.job and live.unique_key = wanted.unique_key
          union all
          select id from belfry.live where is_tick and live.job = wanted.job and live.due = wanted.due and trigger = 'schedule'
          union all
          select id from belfry.history where is_tick and history.job = wanted.job and history.due = wanted.due and trigger = 'schedule'
          limit 1) found
        """;

    private async ValueTask<Dictionary<Guid, Guid>> Existing(List<NewRun> runs) => (await session.All(
        ExistingSql,
        row => (Wanted: row.Id(0), Found: row.Id(1)),
        Ids(runs.Select(run => run.Id)),
        Texts(runs.Select(run => run.Job)),
        Texts(runs.Select(run => run.UniqueKey)),
        Instants(runs.Select(DueOf)),
        Flags(runs.Select(run => run.Trigger == RunTrigger.Schedule)))).ToDictionary(run => run.Wanted, run => run.Found);

    // The first run of a job whose place is free takes it; all after it wait.
    private LiveRun Live(NewRun run, HashSet<string> taken)
    {
        var target = TargetOf(run);
        bool exclusive = LiveRun.IsExclusive(target.Definition, run.DryRun);
        int state = IsLater(run) ? exclusive ? LiveState.Later : LiveState.Delayed
            : exclusive && !taken.Add(run.Job) ? LiveState.Blocked
            : LiveState.Ready;
        return new LiveRun(run.Id, target.Definition, target.DefinitionId, target.Revision, run.Trigger, state, DueOf(run), run.AvailableAt)
        {
            Args = run.Args?.GetRawText(),
            UniqueKey = run.UniqueKey,
            DryRun = run.DryRun,
            Parent = run.Parent,
            By = run.By,
        };
    }

    private Target TargetOf(NewRun run) => Of(run, targets[run.Job]);

    private Target Of(NewRun run, Target present) => run.MadeUnder is { } then
        ? new Target(earlier[then.Definition], then.Definition, then.Revision)
        : present;

    private bool IsLater(NewRun run) => run.AvailableAt > now;

    private DateTimeOffset DueOf(NewRun run) => run.Due ?? run.AvailableAt ?? now;

    private sealed record Target(JobDefinition Definition, long DefinitionId, long Revision);
}
