using Belfry.Jobs;
using Belfry.Policies.Breakers;

namespace Belfry.Sqlite;

/// <summary>Breakers come and go with the jobs that are under them.</summary>
internal static class BreakerChanges
{
    private const string OfJobSql = "select breaker from breaker_job where job = @job";

    // The state stays: a new policy is no reset.
    private const string KeepSql =
        """
        insert into breaker (name, failures, within, recovery, trials, since) values (@name, @failures, @within, @recovery, @trials, @now)
        on conflict (name) do update
        set failures = excluded.failures, within = excluded.within, recovery = excluded.recovery, trials = excluded.trials
        """;

    private const string UseSql =
        "insert into breaker_job (job, breaker) values (@job, @breaker) on conflict (job) do update set breaker = excluded.breaker";

    /// <summary>A job was saved.</summary>
    public static void Follow(Session session, JobDefinition job)
    {
        var before = Name(session, job.Name);
        if (job is { BreakerName: { } name, Breaker.Policy: var policy })
        {
            session.Execute(
                KeepSql, name, policy.Failures, policy.Window, policy.Recovery, policy.Trials, session.Now);
            session.Execute(UseSql, job.Name, name);
            if (before is not null && before != name)
            {
                DropUnused(session, before);
            }
        }
        else if (before is not null)
        {
            Leave(session, job.Name);
        }
    }

    private const string LeaveSql = "delete from breaker_job where job = @job";

    /// <summary>A job was deleted, or is under no breaker any more.</summary>
    public static void Leave(Session session, string job)
    {
        if (Name(session, job) is { } breaker)
        {
            session.Execute(LeaveSql, job);
            DropUnused(session, breaker);
        }
    }

    // What somebody isolated stays so, also for jobs that are deployed anew.
    private const string DropSql =
        """
        delete from breaker
        where name = @name and isolated = 0 and not exists (select 1 from breaker_job where breaker = @name)
        """;

    public static void DropUnused(Session session, string name) => session.Execute(DropSql, name);

    /// <summary>Somebody opens or closes it.</summary>
    public static bool Set(Session session, string name, Func<BreakerState, BreakerState> change)
    {
        if (BreakerRows.Find(session, name) is not { } breaker)
        {
            return false;
        }

        var next = change(breaker.State);
        BreakerRows.Write(session, name, next);
        Events.Changed(session, breaker, next);
        return true;
    }

    private static string? Name(Session session, string job) => session.First(OfJobSql, row => row.GetString(0), job);
}
