using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Turns due ticks into runs and recorded skips, and moves the cursor, in one transaction (promises I1 and I9).</summary>
internal sealed class Fire(Session session)
{
    private readonly Endings endings = new(session);

    private const string CurrentSql =
        """
        select definition, last_due from job
        where name = @name and revision = @revision and next_due is @nextDue and created_at = @createdAt
        """;

    private const string MoveSql =
        "update job set next_due = @nextDue, last_due = @lastDue, fire_at = @fireAt, pause = @pause where name = @name";

    public FiringResult One(Firing firing)
    {
        var job = firing.Job;
        var current = session.First(
            CurrentSql, row => new Current(row.GetInt64(0), row.InstantOrNull(1)), job.Name, job.Revision, job.NextDue, job.CreatedAt);
        if (current is null)
        {
            return new FiringResult(FiringStatus.Lost, []);
        }

        var rule = job.Definition.Overlap;
        var inTheWay = rule == OverlapRule.Allow || firing.Runs.Count == 0 ? null : LiveRuns.InTheWay(session, job.Name);
        var open = firing.Runs.Count == 0 ? null : OpenBreaker(job.Definition);
        if ((firing.Ahead && open is not null) || Overlap.IsTooEarly(rule, firing.Ahead, inTheWay is not null))
        {
            return new FiringResult(FiringStatus.Postponed, []);
        }

        var lastDue = Ticks.RecordSkips(session, job.Name, firing.Skips, current.LastDue);
        var runs = firing.Runs.Where(run => !Ticks.IsRecorded(session, job.Name, run.Due, current.LastDue)).ToList();
        if (open is not null)
        {
            runs.ForEach(run => Skip(job.Name, run, SkipReason.BreakerOpen, null, open));
            runs = [];
        }

        var cancelled = Make(job, current.Definition, runs, inTheWay);
        foreach (var run in firing.Runs)
        {
            lastDue = Ticks.Newest(lastDue, run.Due);
        }

        session.Execute(MoveSql, firing.NextDue, lastDue, firing.FireAt, PauseJson.Write(firing.Pause), job.Name);
        if (job.Pause is not null && firing.Pause is null)
        {
            Followers.LookAgain(session, job.Name);
        }

        return new FiringResult(FiringStatus.Fired, cancelled);
    }

    /// <summary>A tick of a job that follows others, and its turn has come.</summary>
    public void Follow(JobRecord job, long definition, DateTimeOffset due, string by)
    {
        var availableAt = session.Now + job.Definition.ParseSchedule().JitterOf(due);
        var tick = new TickRun(RunId.ForTick(job.Name, due), due, availableAt);
        if (OpenBreaker(job.Definition) is { } open)
        {
            Skip(job.Name, tick, SkipReason.BreakerOpen, null, open);
            return;
        }

        Make(job, definition, [tick], job.Definition.Overlap == OverlapRule.Allow ? null : LiveRuns.InTheWay(session, job.Name), by);
    }

    public void Complete() => endings.Complete();

    // Ticks that are caught up in one firing do not stand in each other's way: they were all meant to run, one after the
    // other. The overlap rule looks at what was live before.
    private IReadOnlyList<Guid> Make(JobRecord job, long definition, List<TickRun> runs, InTheWay? inTheWay, string? by = null)
    {
        var name = job.Name;
        IReadOnlyList<Guid> cancelled = [];
        if (runs.Count == 0)
        {
            return cancelled;
        }

        var line = 0L;
        switch (job.Definition.Overlap)
        {
            case OverlapRule.Skip when inTheWay is not null:
                runs.ForEach(run => Skip(name, run, SkipReason.Overlap, inTheWay.Run, Overlap.HadNotEnded(inTheWay.Due)));
                return cancelled;
            case OverlapRule.Replace:
                cancelled = Replacement.MakeRoom(session, endings, name, runs[^1].Due);
                inTheWay = LiveRuns.InTheWay(session, name);
                break;
            case OverlapRule.Queue when inTheWay is not null:
                line = LiveRuns.Waiting(session, name, Overlap.GreatestLine);
                break;
        }

        foreach (var run in runs)
        {
            if (job.Definition.Overlap == OverlapRule.Queue && line++ >= Overlap.GreatestLine)
            {
                Skip(name, run, SkipReason.Overlap, inTheWay!.Run, Overlap.LineIsFull);
                continue;
            }

            var trigger = by is null ? RunTrigger.Schedule : RunTrigger.Dependency;
            var live = new LiveRun(run.Id, job.Definition, definition, job.Revision, trigger, run.Due, run.AvailableAt)
            {
                By = by,
                MissedCount = run.MissedCount,
                FirstMissed = run.FirstMissed,
            };
            var state = inTheWay is not null ? LiveState.Blocked
                : Micros.Of(run.AvailableAt) <= Micros.Of(session.Now) ? LiveState.Ready
                : LiveState.Delayed;
            LiveRuns.Insert(session, live, state);
            inTheWay ??= live.Exclusive ? new InTheWay(run.Id, run.Due) : null;
        }

        return cancelled;
    }

    // Half open is open enough: the tick's run waits for its turn as the trial call.
    private string? OpenBreaker(JobDefinition job) =>
        job is { BreakerName: { } name, Breaker.WhileOpen: WhileOpen.Skip }
        && BreakerRows.Find(session, name) is { } breaker
        && breaker.ModeAt(session.Now) == BreakerMode.Open
            ? breaker.SentenceAt(session.Now)
            : null;

    private void Skip(string job, TickRun run, SkipReason reason, Guid? inTheWay, string detail) => Ticks.RecordSkip(
        session, job, new SkippedTicks(run.Due, run.Due, 1, reason, detail), inTheWay);

    private sealed record Current(long Definition, DateTimeOffset? LastDue);
}
