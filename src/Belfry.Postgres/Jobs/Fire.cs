using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// Turns due ticks into runs and recorded skips, and moves the cursors, in one transaction (promises I1 and I9). A batch takes
/// as many round trips as one firing: each step is one statement for all jobs.
/// </summary>
internal sealed class Fire(Session session)
{
    private readonly List<LiveRun> runs = [];
    private readonly List<Skip> skips = [];

    /// <summary>Jobs that follow may have heard of it: when the transaction is over, <see cref="Following.Settle"/> decides their ticks.</summary>
    public bool IsHeard { get; private set; }

    public async ValueTask<IReadOnlyList<FiringResult>> All(IReadOnlyList<Firing> firings)
    {
        var results = Enumerable.Repeat(new FiringResult(FiringStatus.Lost, []), firings.Count).ToArray();
        await Bounds.Share(session);
        var contenders = await Lock(firings);
        var inTheWay = await InTheWay(contenders);
        var refused = await Refused(contenders);
        foreach (var contender in contenders.Where(contender => IsTooEarly(contender.Firing, inTheWay, refused)))
        {
            results[contender.Index] = new FiringResult(FiringStatus.Postponed, []);
        }

        contenders.RemoveAll(contender => results[contender.Index].Status == FiringStatus.Postponed);
        var open = await Open(contenders);
        var cancelled = await MakeRoom([.. contenders.Where(contender => !refused.ContainsKey(contender.Name))], open);
        if (cancelled.Count > 0)
        {
            inTheWay = await InTheWay(contenders);
        }

        foreach (var contender in contenders)
        {
            RecordSkips(contender, open);
            List<TickRun> ticks = [.. contender.Firing.Runs.Where(run => open.Contains(new Tick(contender.Name, run.Due)))];
            if (refused.TryGetValue(contender.Name, out string? why))
            {
                skips.AddRange(ticks.Select(tick => Refusal(contender, tick, why)));
            }
            else
            {
                await Make(contender, ticks, inTheWay);
            }

            results[contender.Index] = new FiringResult(FiringStatus.Fired, [.. cancelled[contender.Name]]);
        }

        await Insert();
        await Ticks.Record(session, skips);
        await Move(contenders);
        var resumed = contenders.Where(contender => contender.Firing is { Job.Pause: not null, Pause: null }).Select(contender => contender.Name).ToList();
        if (resumed.Count > 0)
        {
            await Followers.LookAgain(session, resumed);
        }

        IsHeard = skips.Count > 0 || cancelled.Count > 0 || resumed.Count > 0;
        return results;
    }

    /// <summary>A tick of a job that follows others, and its turn has come. The caller has locked the job's row, and shares the limits.</summary>
    public async ValueTask Follow(JobRecord job, long definition, DateTimeOffset due, string by, DateTimeOffset now)
    {
        var tick = new TickRun(RunId.ForTick(job.Name, due), due, now + job.Definition.ParseSchedule().JitterOf(due));
        var contender = new Contender(0, new Firing(job, [tick], [], null, null, null, Ahead: false), definition, job.LastDue, now);
        if ((await Refused([contender])).TryGetValue(job.Name, out string? why))
        {
            skips.Add(Refusal(contender, tick, why));
        }
        else
        {
            await MakeRoom([contender], [new Tick(job.Name, due)]);
            await Make(contender, [tick], await InTheWay([contender]), by);
        }

        await Insert();
        await Ticks.Record(session, skips);
    }

    // In one order, so that two batches with the same jobs do not wait for each other in a circle.
    private const string LockSql =
        """
        select firing.index, job.definition, job.last_due, belfry.now()
        from unnest($1, $2, $3, $4) with ordinality as firing (name, revision, next_due, created_at, index)
        join belfry.job on job.name = firing.name and job.revision = firing.revision
          and job.next_due is not distinct from firing.next_due and job.created_at = firing.created_at
        order by job.name, firing.index
        for update of job
        """;

    // Of two firings of one job the second would find the cursor moved.
    private async ValueTask<List<Contender>> Lock(IReadOnlyList<Firing> firings) =>
    [
        .. (await session.All(
            LockSql,
            row => new Contender((int)row.GetInt64(0) - 1, firings[(int)row.GetInt64(0) - 1], row.GetInt64(1), row.InstantOrNull(2), row.Instant(3)),
            Texts(firings.Select(firing => firing.Job.Name)),
            Numbers(firings.Select(firing => firing.Job.Revision)),
            Instants(firings.Select(firing => firing.Job.NextDue)),
            Instants(firings.Select(firing => firing.Job.CreatedAt))))
            .DistinctBy(contender => contender.Name),
    ];

    private async ValueTask<IReadOnlyDictionary<string, InTheWay>> InTheWay(List<Contender> contenders)
    {
        var jobs = contenders
            .Where(contender => contender.Rule != OverlapRule.Allow && contender.Firing.Runs.Count > 0)
            .Select(contender => contender.Name)
            .ToList();
        return jobs.Count == 0 ? new Dictionary<string, InTheWay>() : await LiveRuns.InTheWay(session, jobs);
    }

    // Jobs whose breaker is open and who do not want their ticks to wait for it, each with why. Half open is open enough: the tick's
    // run waits for its turn as the trial call.
    private async ValueTask<IReadOnlyDictionary<string, string>> Refused(List<Contender> contenders)
    {
        var asking = contenders
            .Where(contender => contender.Firing.Runs.Count > 0 && contender.Job is { Breaker.WhileOpen: WhileOpen.Skip })
            .ToList();
        var open = asking.Count == 0
            ? []
            : (await BreakerRows.Find(session, asking.Select(contender => contender.Job.BreakerName!).Distinct()))
                .Where(breaker => breaker.ModeAt(asking[0].Now) == BreakerMode.Open)
                .ToDictionary(breaker => breaker.Name, breaker => breaker.SentenceAt(asking[0].Now));
        return asking
            .Where(contender => open.ContainsKey(contender.Job.BreakerName!))
            .ToDictionary(contender => contender.Name, contender => open[contender.Job.BreakerName!]);
    }

    private static Skip Refusal(Contender contender, TickRun tick, string why) =>
        new(contender.Name, new SkippedTicks(tick.Due, tick.Due, 1, SkipReason.BreakerOpen, why), null);

    private static bool IsTooEarly(
        Firing firing, IReadOnlyDictionary<string, InTheWay> inTheWay, IReadOnlyDictionary<string, string> refused) =>
        (firing.Ahead && refused.ContainsKey(firing.Job.Name))
        || Overlap.IsTooEarly(firing.Job.Definition.Overlap, firing.Ahead, inTheWay.ContainsKey(firing.Job.Name));

    // The ticks of the firings, spans by their first, that have no outcome yet.
    private async ValueTask<HashSet<Tick>> Open(List<Contender> contenders)
    {
        HashSet<Tick> open =
        [
            .. from contender in contenders
               from due in contender.Firing.Runs.Select(run => run.Due).Concat(contender.Firing.Skips.Select(skip => skip.First))
               where !(due <= contender.LastDue)
               select new Tick(contender.Name, due),
        ];
        open.ExceptWith(await Ticks.Recorded(session, open));
        return open;
    }

    private async ValueTask<ILookup<string, Guid>> MakeRoom(List<Contender> contenders, HashSet<Tick> open) => await Replacement.MakeRoom(
        session,
        (from contender in contenders
         where contender.Rule == OverlapRule.Replace
         let newest = contender.Firing.Runs.LastOrDefault(run => open.Contains(new Tick(contender.Name, run.Due)))
         where newest is not null
         select (contender.Name, newest.Due)).ToDictionary(job => job.Name, job => job.Due));

    private void RecordSkips(Contender contender, HashSet<Tick> open) => skips.AddRange(
        contender.Firing.Skips
            .Where(ticks => open.Contains(new Tick(contender.Name, ticks.First)))
            .Select(ticks => new Skip(contender.Name, ticks, null)));

    // Ticks that are caught up in one firing do not stand in each other's way: they were all meant to run, one after the
    // other. The overlap rule looks at what was live before.
    private async ValueTask Make(Contender contender, List<TickRun> ticks, IReadOnlyDictionary<string, InTheWay> inTheWay, string? by = null)
    {
        string name = contender.Name;
        var before = inTheWay.GetValueOrDefault(name);
        if (contender.Rule == OverlapRule.Skip && before is not null)
        {
            skips.AddRange(ticks.Select(tick => Skipped(name, tick, before, Overlap.HadNotEnded(before.Due))));
            return;
        }

        long line = contender.Rule == OverlapRule.Queue && before is not null && ticks.Count > 0
            ? await LiveRuns.Waiting(session, name, Overlap.GreatestLine)
            : 0;
        foreach (var tick in ticks)
        {
            if (contender.Rule == OverlapRule.Queue && line++ >= Overlap.GreatestLine)
            {
                skips.Add(Skipped(name, tick, before!, Overlap.LineIsFull));
                continue;
            }

            var run = Run(contender, tick, before, by);
            runs.Add(run);
            before ??= run.Exclusive ? new InTheWay(run.Id, name, run.Due) : null;
        }
    }

    private static LiveRun Run(Contender contender, TickRun tick, InTheWay? before, string? by)
    {
        var trigger = by is null ? RunTrigger.Schedule : RunTrigger.Dependency;
        int state = before is not null ? LiveState.Blocked : tick.AvailableAt <= contender.Now ? LiveState.Ready : LiveState.Delayed;
        var job = contender.Firing.Job;
        return new LiveRun(
            tick.Id, job.Definition, contender.Definition, job.Revision, trigger, state, tick.Due, tick.AvailableAt)
        {
            By = by,
            MissedCount = tick.MissedCount,
            FirstMissed = tick.FirstMissed,
        };
    }

    private static Skip Skipped(string job, TickRun tick, InTheWay inTheWay, string detail) =>
        new(job, new SkippedTicks(tick.Due, tick.Due, 1, SkipReason.Overlap, detail), inTheWay.Run);

    // The place of a job may have been given to a run that waited, since the look at what is in the way; or somebody asked
    // for one of the ticks by name. Then everything is looked at again.
    private async ValueTask Insert()
    {
        if ((await LiveRuns.Insert(session, runs)).Count < runs.Count)
        {
            throw new TakenMeanwhileException();
        }
    }

    private const string MoveSql =
        """
        update belfry.job set next_due = move.next_due, last_due = move.last_due, fire_at = move.fire_at, pause = move.pause
        from unnest($1, $2, $3, $4, $5) as move (name, next_due, last_due, fire_at, pause)
        where job.name = move.name
        """;

    private async ValueTask Move(List<Contender> contenders)
    {
        if (contenders.Count > 0)
        {
            await session.Execute(
                MoveSql,
                Texts(contenders.Select(contender => contender.Name)),
                Instants(contenders.Select(contender => contender.Firing.NextDue)),
                Instants(contenders.Select(contender => contender.NewestDue)),
                Instants(contenders.Select(contender => contender.Firing.FireAt)),
                Texts(contenders.Select(contender => PauseJson.Write(contender.Firing.Pause))));
        }
    }

    /// <summary>A firing whose job is still what its planner saw, and is locked.</summary>
    private sealed record Contender(int Index, Firing Firing, long Definition, DateTimeOffset? LastDue, DateTimeOffset Now)
    {
        public string Name => Firing.Job.Name;

        public JobDefinition Job => Firing.Job.Definition;

        public OverlapRule Rule => Firing.Job.Definition.Overlap;

        public DateTimeOffset? NewestDue => Firing.Runs.Select(run => run.Due).Concat(Firing.Skips.Select(skip => skip.Last))
            .Aggregate(LastDue, (newest, due) => Tick.Newest(newest, due));
    }
}
