using System.Globalization;
using Belfry.Runs;

namespace Belfry.Sqlite;

/// <summary>The <c>replace</c> rule: what is live ends, so that the newest tick can run.</summary>
internal static class Replacement
{
    private const string LiveSql = "select id, state from live where job = @job and dry_run = 0 and state in (0, 1, 2, 3)";

    private const string AskSql = "update live set cancel_reason = @reason where id = @id and cancel_reason is null";

    /// <summary>Ends what no node holds, asks the rest to end.</summary>
    /// <returns>All of them.</returns>
    public static IReadOnlyList<Guid> MakeRoom(Session session, Endings endings, string job, DateTimeOffset by)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"replaced by the tick of {by.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        var live = session.All(LiveSql, row => (Id: row.Id(0), State: row.GetInt32(1)), job);
        foreach (var (id, state) in live)
        {
            if (state == LiveState.Running)
            {
                session.Execute(AskSql, reason, id);
            }
            else
            {
                endings.End(id, job, new RunEnd(RunState.Cancelled) { Note = reason });
            }
        }

        return [.. live.Select(run => run.Id)];
    }
}
