using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Requests to end a run.</summary>
internal static class Cancels
{
    private const string LiveSql = "select job, state from live where id = @id";
    private const string FinalSql = "select 1 from history where id = @id";

    // The first reason stands: later ones come from people who did not see it.
    private const string AskSql = "update live set cancel_reason = @reason where id = @id and cancel_reason is null";

    public static CancelStatus Cancel(Session session, Guid run, string reason)
    {
        var live = session.First(LiveSql, row => new Live(row.GetString(0), row.GetInt32(1)), run);
        if (live is null)
        {
            return session.Any(FinalSql, run) ? CancelStatus.Final : CancelStatus.NotFound;
        }

        if (live.State == LiveState.Running)
        {
            session.Execute(AskSql, reason, run);
            return CancelStatus.Requested;
        }

        var endings = new Endings(session);
        endings.End(run, live.Job, new RunEnd(RunState.Cancelled) { Note = reason });
        endings.Complete();
        return CancelStatus.Cancelled;
    }

    private sealed record Live(string Job, int State);
}
