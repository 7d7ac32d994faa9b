using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>
/// Decides the ticks of jobs that follow others, in transactions of their own after those in which something was heard. By state and
/// not by event: whatever is marked fresh is looked at, by whoever comes first, however it came about (promise I7).
/// </summary>
internal static class Following
{
    // Whoever is answered after this waits for it; the rest follows with the next sweep.
    private const int MostJobs = 64;

    private const string FreshSql = "select distinct job from belfry.follow where fresh order by job limit $1";

    /// <summary>Should the store go away now, what is left is decided by the next sweep, of whatever node.</summary>
    public static async ValueTask Settle(Database database, CancellationToken cancellation)
    {
        int decided = 0;
        try
        {
            for (int progress = 1; progress > 0 && decided < MostJobs;)
            {
                progress = 0;
                foreach (string job in await database.Once(session => session.All(FreshSql, row => row.GetString(0), Int(MostJobs)), cancellation))
                {
                    // Dies here: what was heard is stored, and the tick is decided by the next one who looks.
                    progress += await database.Write(session => Decide(session, job), cancellation);
                    decided++;
                }
            }
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            // What this follows upon is stored, and is to be answered.
        }

        // Who ended the one run looks for the next by itself; it may not be able to run it.
        if (decided > 0)
        {
            database.Announce();
        }
    }

    private const string LockSql = $"select belfry.now(), {JobRows.Columns} from belfry.job where name = $1 for update";
    private const string ForgetSql = "delete from belfry.follow where job = $1";

    /// <returns>How many ticks were looked at; none when this version cannot read the job.</returns>
    private static async ValueTask<int> Decide(Session session, string name)
    {
        await Bounds.Share(session);
        if (await session.First(LockSql, row => new Locked(row.Instant(0), JobRows.Read(row, 1)), Text(name)) is not { } locked)
        {
            return await session.Execute(ForgetSql, Text(name));
        }

        var records = await JobRows.Records(session, [locked.Row]);
        return records.Count == 0 ? 0 : await new FollowedTicks(session, records[0], locked.Row.Definition, locked.Now).Decide();
    }

    private sealed record Locked(DateTimeOffset Now, JobRow Row);
}
