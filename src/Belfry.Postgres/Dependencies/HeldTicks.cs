using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Ticks that the pause of their job holds back: never more than it will run when it ends.</summary>
internal static class HeldTicks
{
    private const string HeldSql = "select distinct due from belfry.follow where job = $1 and held order by due desc";
    private const string ForgetSql = "delete from belfry.follow where job = $1 and due = $2 and last_due = $2";

    /// <summary>The job's row is locked.</summary>
    public static async ValueTask Trim(Session session, JobRecord job)
    {
        if (job.Pause is not { } pause)
        {
            return;
        }

        int most = pause.Ticks == PausedTicks.Last ? 1 : job.Definition.Misfire.Max;
        foreach (var due in (await session.All(HeldSql, row => row.Instant(0), Text(job.Name))).Skip(most))
        {
            await session.Execute(ForgetSql, Text(job.Name), Instant(due));
            var ticks = new SkippedTicks(due, due, 1, SkipReason.Paused, $"{PauseText.Of(pause)}; a newer tick took its place");
            await Ticks.Record(session, [new Skip(job.Name, ticks, null)]);
            await FollowedTicks.Took(session, job.Name, due);
        }
    }
}
