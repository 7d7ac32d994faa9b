using Belfry.Jobs;
using Belfry.Policies.Breakers;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Breakers come and go with the jobs that are under them.</summary>
/// <remarks>
/// The row of a breaker is the last one that a transaction locks, after jobs and runs: whoever waits for it holds up nobody who
/// has it.
/// </remarks>
internal static class BreakerChanges
{
    private const string OfJobSql = "select breaker from belfry.breaker_job where job = $1";

    // The state stays: a new policy is no reset.
    private const string KeepSql =
        """
        insert into belfry.breaker (name, failures, within, recovery, trials, since) values ($1, $2, $3, $4, $5, belfry.now())
        on conflict (name) do update
        set failures = excluded.failures, within = excluded.within, recovery = excluded.recovery, trials = excluded.trials
        """;

    private const string UseSql =
        "insert into belfry.breaker_job (job, breaker) values ($1, $2) on conflict (job) do update set breaker = excluded.breaker";

    /// <summary>A job was saved.</summary>
    public static async ValueTask Follow(Session session, JobDefinition job)
    {
        string? before = await Name(session, job.Name);
        if (job is { BreakerName: { } name, Breaker.Policy: var policy })
        {
            await session.Execute(
                KeepSql, Text(name), Int(policy.Failures), Span(policy.Window), Span(policy.Recovery), Int(policy.Trials));
            await session.Execute(UseSql, Text(job.Name), Text(name));
            if (before is not null && before != name)
            {
                await DropUnused(session, before);
            }
        }
        else if (before is not null)
        {
            await Leave(session, job.Name);
        }
    }

    private const string LeaveSql = "delete from belfry.breaker_job where job = $1";

    /// <summary>A job was deleted, or is under no breaker any more.</summary>
    public static async ValueTask Leave(Session session, string job)
    {
        if (await Name(session, job) is { } breaker)
        {
            await session.Execute(LeaveSql, Text(job));
            await DropUnused(session, breaker);
        }
    }

    // What somebody isolated stays so, also for jobs that are deployed anew. With the row locked, a job that was saved at the same
    // moment is seen, or makes the row again.
    private const string DropSql =
        """
        delete from belfry.breaker
        where name = $1 and not isolated and not exists (select 1 from belfry.breaker_job where breaker = $1)
        """;

    public static async ValueTask DropUnused(Session session, string name)
    {
        if (await BreakerRows.Lock(session, name) is not null)
        {
            await session.Execute(DropSql, Text(name));
        }
    }

    /// <summary>Somebody opens or closes it.</summary>
    public static async ValueTask Set(Session session, string name, Func<BreakerState, DateTimeOffset, BreakerState> change)
    {
        // The claims that are under way come first, those that come see the change.
        await Bounds.BeginChange(session);
        if (await BreakerRows.Lock(session, name) is { } breaker)
        {
            var now = await session.Now();
            var next = change(breaker.State, now);
            await BreakerRows.Write(session, name, next);
            await Events.Changed(session, breaker, next, now);
        }
    }

    private static ValueTask<string?> Name(Session session, string job) => session.First(OfJobSql, row => row.GetString(0), Text(job));
}
