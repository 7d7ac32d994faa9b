using Belfry.Jobs;
using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>
/// Decides the ticks of jobs that follow others, in the transaction of what they heard. By state and not by event: whatever is
/// marked fresh is looked at, however that came about (promise I7).
/// </summary>
internal static class Following
{
    // A transaction must not take long; the rest follows with the next one, or the next sweep.
    private const int Limit = 1_000;

    private const string FreshSql =
        "select job, due, last_due from follow indexed by follow_fresh where fresh = 1 order by job, due limit @limit";

    public static void Decide(Session session)
    {
        // A decision can be news to the jobs that follow in turn. What this version cannot read stays as it is.
        var seen = new HashSet<Key>();
        while (seen.Count < Limit)
        {
            var fresh = session.All(FreshSql, row => new Key(row.GetString(0), row.Instant(1), row.Instant(2)), Limit);
            var unseen = fresh.Where(seen.Add).ToList();
            if (unseen.Count == 0)
            {
                return;
            }

            foreach (var tick in unseen)
            {
                Decide(session, tick);
            }
        }
    }

    private static void Decide(Session session, Key tick)
    {
        if (JobRows.Row(session, tick.Job) is not { } row)
        {
            Forget(session, tick);
        }
        else if (row.Record(session) is { } job)
        {
            if (tick.Due == tick.LastDue)
            {
                DecideTick(session, job, row.Definition, tick);
            }
            else
            {
                SkippedSpans.Record(session, job, tick.Due, tick.LastDue);
            }
        }
    }

    private const string HeardSql =
        """
        select upstream, state, run, detail, heard_at from follow
        where job = @job and due = @due and last_due = @due
        order by upstream
        """;

    private static void DecideTick(Session session, JobRecord job, long definition, Key tick)
    {
        var heard = session.All(
            HeardSql,
            row => (Tick: new UpstreamTick(row.GetString(0), Words<RunState>.Value(row.GetString(1)), row.TextOrNull(3)), At: row.Instant(4)),
            tick.Job,
            tick.Due);
        if (heard.Count == 0 || Ticks.IsRecorded(session, job.Name, tick.Due, lastDue: null))
        {
            Forget(session, tick);
            return;
        }

        var known = heard.ToDictionary(one => one.Tick.Job, one => one.Tick);
        UpstreamFacts? facts = null;
        var upstream = job.Definition.After
            .Select(name => known.TryGetValue(name, out var told)
                ? told
                : (facts ??= UpstreamQuery.Facts(session, job.Name, tick.Due)).Standing(name))
            .ToList();
        Apply(
            session,
            job,
            definition,
            tick,
            FollowOutcome.Decide(job, tick.Due, [.. known.Values], upstream, heard.Max(one => one.At), session.Now));
    }

    private const string WaitSql = "update follow set fresh = 0, held = @held where job = @job and due = @due and last_due = @due";

    private static void Apply(Session session, JobRecord job, long definition, Key tick, FollowOutcome outcome)
    {
        if (outcome is FollowOutcome.Wait or FollowOutcome.Hold)
        {
            session.Execute(WaitSql, outcome is FollowOutcome.Hold, tick.Job, tick.Due);
            HeldTicks.Trim(session, job);
            return;
        }

        // First: what follows may look for fresh ones again.
        Forget(session, tick);
        switch (outcome)
        {
            case FollowOutcome.Run(var by):
                var fire = new Fire(session);
                fire.Follow(job, definition, tick.Due, by);
                fire.Complete();
                break;
            case FollowOutcome.Fail(var by, var error):
                Fail(session, job, definition, tick.Due, by, error);
                break;
            case FollowOutcome.Skip(var reason, var detail):
                Ticks.RecordSkip(session, job.Name, new SkippedTicks(tick.Due, tick.Due, 1, reason, detail), null);
                break;
        }

        Took(session, job.Name, tick.Due);
    }

    // In nobody's line: it has ended before it could be in anybody's way.
    private static void Fail(Session session, JobRecord job, long definition, DateTimeOffset due, string by, RunError error)
    {
        var id = RunId.ForTick(job.Name, due);
        var run = new LiveRun(id, job.Definition, definition, job.Revision, RunTrigger.Dependency, due, session.Now) { By = by };
        LiveRuns.Insert(session, run, LiveState.Blocked);
        var endings = new Endings(session);
        endings.End(id, job.Name, new RunEnd(RunState.Failed) { Error = error });
        endings.Complete();
    }

    private const string TookSql = "update job set last_due = max(coalesce(last_due, @due), @due) where name = @job";

    /// <summary>The job's tick has an outcome.</summary>
    public static void Took(Session session, string job, DateTimeOffset due) => session.Execute(TookSql, due, job);

    private const string ForgetSql = "delete from follow where job = @job and due = @due and last_due = @last";

    private static void Forget(Session session, Key tick) => session.Execute(ForgetSql, tick.Job, tick.Due, tick.LastDue);

    private readonly record struct Key(string Job, DateTimeOffset Due, DateTimeOffset LastDue);
}
