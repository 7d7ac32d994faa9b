using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>The record of ticks: no tick has two outcomes.</summary>
internal static class Ticks
{
    private const string IsRecordedSql =
        """
        select 1 from live where job = @job and due = @due and trigger in ('schedule', 'dependency')
        union all
        select 1 from history where job = @job and due = @due and trigger = 'schedule'
        union all
        select 1 from history where job = @job and due = @due and trigger = 'dependency'
        union all
        select 1 from (select last_due from skip where job = @job and first_due <= @due order by first_due desc limit 1)
        where last_due >= @due
        limit 1
        """;

    /// <param name="lastDue">
    /// The newest recorded tick of the job: whatever is not after it is recorded, also when retention has pruned the row.
    /// The tables know more than it only after a job was deleted and made again.
    /// </param>
    public static bool IsRecorded(Session session, string job, DateTimeOffset due, DateTimeOffset? lastDue) =>
        due <= lastDue || session.Any(IsRecordedSql, job, due);

    private const string SkipSql =
        """
        insert into skip (job, first_due, last_due, count, reason, detail, run, recorded_at)
        values (@job, @first, @last, @count, @reason, @detail, @run, @now)
        on conflict do nothing
        """;

    /// <param name="definition">Whose schedule has the ticks; null for the job's own.</param>
    public static void RecordSkip(Session session, string job, SkippedTicks ticks, Guid? inTheWay, long? definition = null)
    {
        session.Execute(
            SkipSql,
            job,
            ticks.First,
            ticks.Last,
            ticks.Count,
            Words<SkipReason>.Of(ticks.Reason),
            ticks.Detail,
            inTheWay,
            session.Now);
        Events.Skipped(session, job, ticks);
        Followers.Skipped(session, job, ticks, definition);
    }

    /// <returns>The newest recorded tick afterwards.</returns>
    public static DateTimeOffset? RecordSkips(
        Session session, string job, IReadOnlyList<SkippedTicks> skips, DateTimeOffset? lastDue)
    {
        var newest = lastDue;
        foreach (var ticks in skips)
        {
            if (!IsRecorded(session, job, ticks.First, lastDue))
            {
                RecordSkip(session, job, ticks, null);
            }

            newest = Newest(newest, ticks.Last);
        }

        return newest;
    }

    public static DateTimeOffset Newest(DateTimeOffset? known, DateTimeOffset tick) => known > tick ? known.Value : tick;
}
