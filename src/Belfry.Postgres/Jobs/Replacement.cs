using System.Globalization;
using Belfry.Runs;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>The <c>replace</c> rule: what is live ends, so that the newest tick can run.</summary>
internal static class Replacement
{
    private const string LiveSql =
        """
        select id, job, state from belfry.live
        where job = any ($1) and not dry_run and state in (0, 1, 2, 3)
        order by id
        for update
        """;

    private const string AskSql =
        """
        update belfry.live set cancel_reason = ask.reason
        from unnest($1, $2) as ask (run, reason)
        where live.id = ask.run and cancel_reason is null
        """;

    /// <summary>Ends what no node holds, asks the rest to end.</summary>
    /// <param name="newest">The tick that takes the place, by job.</param>
    /// <returns>All of them, by job.</returns>
    public static async ValueTask<ILookup<string, Guid>> MakeRoom(Session session, IReadOnlyDictionary<string, DateTimeOffset> newest)
    {
        if (newest.Count == 0)
        {
            return Array.Empty<Live>().ToLookup(run => run.Job, run => run.Id);
        }

        var live = await session.All(LiveSql, row => new Live(row.Id(0), row.GetString(1), row.GetInt32(2)), Texts(newest.Keys));
        var endings = new Endings(session);
        foreach (var run in live.Where(run => run.State != LiveState.Running))
        {
            endings.End(run.Id, run.Job, new RunEnd(RunState.Cancelled) { Note = Reason(newest[run.Job]) });
        }

        await endings.Complete();
        var running = live.Where(run => run.State == LiveState.Running).ToList();
        if (running.Count > 0)
        {
            await session.Execute(AskSql, Ids(running.Select(run => run.Id)), Texts(running.Select(run => Reason(newest[run.Job]))));
        }

        return live.ToLookup(run => run.Job, run => run.Id);
    }

    private static string Reason(DateTimeOffset by) =>
        string.Create(CultureInfo.InvariantCulture, $"replaced by the tick of {by.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");

    private sealed record Live(Guid Id, string Job, int State);
}
