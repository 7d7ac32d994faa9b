using Belfry.Locks;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>Reads the runs of dead nodes in one transaction and puts them back in another.</summary>
internal sealed class StaleRescue(IStore inner, Planting planting) : StoreLayer(inner)
{
    private const string FenceSql = "update node set fenced = 1 where fenced = 0 and lease_until < @before";

    private const string OrphansSql =
        "select id from live where state = 1 and not exists (select 1 from node where node.id = live.node and node.fenced = 0)";

    private const string RequeueSql = "update live set state = 0, lost_count = lost_count + 1, token = null, node = null where id = @id";

    public override async ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation)
    {
        var orphans = await planting.Store.Database.Write(
            session =>
            {
                session.Execute(FenceSql, endedBefore);
                return session.All(OrphansSql, row => row.Id(0));
            },
            cancellation);
        await planting.Network.Call("rescue, second half", () => new ValueTask<int>(orphans.Count));
        foreach (var orphan in orphans)
        {
            await planting.Store.Database.Write(session => session.Execute(RequeueSql, orphan), cancellation);
        }

        return new RescueReply([], orphans.Count, 0);
    }
}

/// <summary>Moves the cursor in one transaction and inserts the runs in another.</summary>
internal sealed class MarkThenInsert(IStore inner, Planting planting) : StoreLayer(inner)
{
    public override async ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation)
    {
        var marked = await base.Fire([.. firings.Select(firing => firing with { Runs = [] })], cancellation);
        await planting.Network.Call("fire, second half", () => new ValueTask<int>(0));
        var runs = firings.Where((_, i) => marked[i].Status == FiringStatus.Fired).SelectMany(firing => firing.Runs.Select(run =>
            new NewRun(run.Id, firing.Job.Name, RunTrigger.Schedule, run.Due, run.AvailableAt, null, null, null, false, null)));
        await base.Enqueue([.. runs], cancellation);
        return marked;
    }
}

/// <summary>Inserts the runs in one transaction and moves the cursor in another, over whatever is there by then.</summary>
internal sealed class InsertThenMark(IStore inner, Planting planting) : StoreLayer(inner)
{
    private const string MarkSql = "update job set next_due = @next, fire_at = @next where name = @name";

    public override async ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation)
    {
        var inserted = await base.Fire(
            [.. firings.Select(firing => firing with { NextDue = firing.Job.NextDue, FireAt = firing.Job.FireAt })], cancellation);
        await planting.Network.Call("fire, second half", () => new ValueTask<int>(0));
        for (var i = 0; i < firings.Count; i++)
        {
            if (inserted[i].Status == FiringStatus.Fired)
            {
                var firing = firings[i];
                await planting.Store.Database.Write(
                    session => session.Execute(MarkSql, firing.NextDue, firing.Job.Name), cancellation);
            }
        }

        return inserted;
    }
}

/// <summary>Counts the lease on from the node's own wall clock.</summary>
internal sealed class LeaseOnClientClock(IStore inner, Planting planting) : StoreLayer(inner)
{
    private const string LeaseSql = "update node set lease_until = @until where id = @id and fenced = 0";

    public override async ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation)
    {
        var reply = await base.Beat(beat, cancellation);
        var until = planting.Host.Time.GetUtcNow() + beat.LeaseTime;
        await planting.Store.Database.Write(session => session.Execute(LeaseSql, until, beat.Id), cancellation);
        return reply;
    }
}

/// <summary>Writes an edit over the job as it stands, not as it was read.</summary>
internal sealed class EditWithoutCompare(IStore inner, Planting planting) : StoreLayer(inner)
{
    public override async ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation)
    {
        if (change.Expected is null)
        {
            return await base.Save(change, cancellation);
        }

        var current = await planting.Store.Jobs.Get(change.Definition.Name, cancellation);
        return current is null ? null : await base.Save(change with { Expected = current, ValidBefore = null }, cancellation);
    }
}

/// <summary>Puts a finished run back when its node's end is repeated.</summary>
internal sealed class FinalRunsAgain(IStore inner, Planting planting) : StoreLayer(inner)
{
    private const string AgainSql =
        """
        insert into live (id, job, revision, definition, trigger, state, exclusive, due, created_at, available_at, queue, rank,
                          handler, max_attempts, fail_when_lost, dry_run)
        select history.id, history.job, history.revision, job.definition, 'manual', 0, 0, history.due, created_at, available_at, queue,
               -priority, 'work', max_attempts, 0, 0
        from history join (select name, definition from job) as job on job.name = history.job
        where history.id = @id
        """;

    private const string ForgetSql = "delete from history where id = @id";

    public override async ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation)
    {
        var statuses = await base.Finish(ends, cancellation);
        for (var i = 0; i < ends.Count; i++)
        {
            var run = ends[i].Run;
            if (statuses[i] != FinishStatus.Accepted)
            {
                await planting.Store.Database.Write(
                    session => session.Execute(AgainSql, run) > 0 ? session.Execute(ForgetSql, run) : 0, cancellation);
            }
        }

        return statuses;
    }
}

/// <summary>A lock is given up by its name.</summary>
internal sealed class AnybodyReleases(IStore inner) : StoreLayer(inner)
{
    public override async ValueTask<bool> Release(string name, long token, CancellationToken cancellation) =>
        await Find(name, cancellation) is { } lease && await base.Release(name, lease.Token, cancellation);
}

/// <summary>Whoever asks for a lock gets it.</summary>
internal sealed class LockIsTakenOver(IStore inner) : StoreLayer(inner)
{
    public override async ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation)
    {
        await ForceRelease(name, "stolen", owner, cancellation);
        return await base.TryAcquire(name, owner, ttl, cancellation);
    }
}

/// <summary>A run that is put off is tried again as if it had failed.</summary>
internal sealed class SnoozeCostsAnAttempt(IStore inner) : StoreLayer(inner)
{
    public override ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        base.Finish([.. ends.Select(end => end.IsSnooze ? end with { State = RunState.Retrying } : end)], cancellation);
}

/// <summary>A run that is put off is ready at once.</summary>
internal sealed class SnoozeIsCutShort(IStore inner) : StoreLayer(inner)
{
    public override ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        base.Finish([.. ends.Select(end => end.IsSnooze ? end with { RetryAt = end.StartedAt } : end)], cancellation);
}
