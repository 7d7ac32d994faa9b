using Belfry.Policies;
using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>The ticks of one job that follows others. Its row is locked, and the limits are shared.</summary>
internal sealed class FollowedTicks(Session session, JobRecord job, long definition, DateTimeOffset now)
{
    private const string FreshSql =
        """
        select due, last_due from belfry.follow where job = $1 and fresh group by due, last_due order by due, last_due limit 500
        """;

    /// <returns>How many were looked at.</returns>
    public async ValueTask<int> Decide()
    {
        var fresh = await session.All(FreshSql, row => (Due: row.Instant(0), LastDue: row.Instant(1)), Text(job.Name));
        foreach (var (due, lastDue) in fresh.Where(tick => tick.LastDue > tick.Due))
        {
            await SkippedSpans.Record(session, job, due, lastDue);
        }

        var ticks = fresh.Where(tick => tick.LastDue == tick.Due).Select(tick => tick.Due).ToList();
        if (ticks.Count > 0)
        {
            await Decide(ticks);
            await HeldTicks.Trim(session, job);
        }

        return fresh.Count;
    }

    // Whoever changes what is read here waits until the transaction is over, and then marks it fresh again.
    private const string HeardSql =
        """
        select due, upstream, state, detail, heard_at from belfry.follow
        where job = $1 and due = any ($2) and last_due = due
        order by due, upstream
        for update
        """;

    private async ValueTask Decide(List<DateTimeOffset> ticks)
    {
        // Before the rows of "follow": who changes one of these jobs locks them in this order.
        if (job.Definition.After.Count > 1)
        {
            await UpstreamQuery.Hold(session, job.Name);
        }

        var heard = (await session.All(
            HeardSql,
            row => new Heard(
                row.Instant(0), new UpstreamTick(row.GetString(1), Words<RunState>.Value(row.GetString(2)), row.TextOrNull(3)), row.Instant(4)),
            Text(job.Name),
            Instants(ticks))).ToLookup(one => one.Due);
        var recorded = await Ticks.Recorded(session, [.. ticks.Select(due => new Tick(job.Name, due))]);
        foreach (var tick in heard)
        {
            if (recorded.Contains(new Tick(job.Name, tick.Key)))
            {
                await Forget(tick.Key);
            }
            else
            {
                await Apply(tick, await Outcome(tick));
            }
        }
    }

    private async ValueTask<FollowOutcome> Outcome(IGrouping<DateTimeOffset, Heard> tick)
    {
        var known = tick.ToDictionary(one => one.Tick.Job, one => one.Tick);
        var after = job.Definition.After;
        var facts = after.All(known.ContainsKey) ? null : await UpstreamQuery.Facts(session, job.Name, tick.Key);
        return FollowOutcome.Decide(
            job,
            tick.Key,
            [.. known.Values],
            [.. after.Select(name => known.TryGetValue(name, out var told) ? told : facts!.Standing(name))],
            tick.Max(one => one.At),
            now);
    }

    private const string WaitSql =
        "update belfry.follow set fresh = false, held = $4 where job = $1 and due = $2 and last_due = $2 and upstream = any ($3)";

    private async ValueTask Apply(IGrouping<DateTimeOffset, Heard> tick, FollowOutcome outcome)
    {
        var due = tick.Key;
        if (outcome is FollowOutcome.Wait or FollowOutcome.Hold)
        {
            // Another may have been heard of since.
            await session.Execute(
                WaitSql, Text(job.Name), Instant(due), Texts(tick.Select(one => one.Tick.Job)), Flag(outcome is FollowOutcome.Hold));
            return;
        }

        switch (outcome)
        {
            case FollowOutcome.Run(var by):
                await new Fire(session).Follow(job, definition, due, by, now);
                break;
            case FollowOutcome.Fail(var by, var error):
                await Fail(due, by, error);
                break;
            case FollowOutcome.Skip(var reason, var detail):
                await Ticks.Record(session, [new Skip(job.Name, new SkippedTicks(due, due, 1, reason, detail), null)]);
                break;
        }

        await Forget(due);
        await Took(session, job.Name, due);
    }

    // In nobody's line: it has ended before it could be in anybody's way.
    private async ValueTask Fail(DateTimeOffset due, string by, RunError error)
    {
        var id = RunId.ForTick(job.Name, due);
        await LiveRuns.Insert(
            session,
            [new LiveRun(id, job.Definition, definition, job.Revision, RunTrigger.Dependency, LiveState.Blocked, due, null) { By = by }]);
        var endings = new Endings(session);
        endings.End(id, job.Name, new RunEnd(RunState.Failed) { Error = error });
        await endings.Complete();
    }

    private const string TookSql = "update belfry.job set last_due = greatest(last_due, $2) where name = $1";

    /// <summary>The job's tick has an outcome.</summary>
    public static async ValueTask Took(Session session, string job, DateTimeOffset due) =>
        await session.Execute(TookSql, Text(job), Instant(due));

    private const string ForgetSql = "delete from belfry.follow where job = $1 and due = $2 and last_due = $2";

    private async ValueTask Forget(DateTimeOffset due) => await session.Execute(ForgetSql, Text(job.Name), Instant(due));

    private readonly record struct Heard(DateTimeOffset Due, UpstreamTick Tick, DateTimeOffset At);
}
