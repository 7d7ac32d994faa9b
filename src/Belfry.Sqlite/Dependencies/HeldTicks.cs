using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Ticks that the pause of their job holds back: never more than it will run when it ends.</summary>
internal static class HeldTicks
{
    private const string HeldSql = "select distinct due from follow where job = @job and held = 1 order by due desc";
    private const string ForgetSql = "delete from follow where job = @job and due = @due and last_due = @due";

    public static void Trim(Session session, JobRecord job)
    {
        if (job.Pause is not { } pause)
        {
            return;
        }

        int most = pause.Ticks == PausedTicks.Last ? 1 : job.Definition.Misfire.Max;
        foreach (var due in session.All(HeldSql, row => row.Instant(0), job.Name).Skip(most))
        {
            session.Execute(ForgetSql, job.Name, due);
            Ticks.RecordSkip(
                session, job.Name, new SkippedTicks(due, due, 1, SkipReason.Paused, $"{PauseText.Of(pause)}; a newer tick took its place"), null);
            Following.Took(session, job.Name, due);
        }
    }
}
