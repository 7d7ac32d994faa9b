using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Requests to end a run.</summary>
internal static class Cancels
{
    private const string LiveSql = "select job, state from belfry.live where id = $1 for update";
    private const string FinalSql = "select 1 from belfry.history where id = $1";

    // The first reason stands: later ones come from people who did not see it.
    private const string AskSql = "update belfry.live set cancel_reason = $1 where id = $2 and cancel_reason is null";

    public static async ValueTask<CancelStatus> Cancel(Session session, Guid run, string reason)
    {
        var live = await session.First(LiveSql, row => new Live(row.GetString(0), row.GetInt16(1)), Id(run));
        if (live is null)
        {
            return await session.Any(FinalSql, Id(run)) ? CancelStatus.Final : CancelStatus.NotFound;
        }

        if (live.State == LiveState.Running)
        {
            await session.Execute(AskSql, Text(reason), Id(run));
            return CancelStatus.Requested;
        }

        var endings = new Endings(session);
        endings.End(run, live.Job, new RunEnd(RunState.Cancelled) { Note = reason });
        await endings.Complete();
        return CancelStatus.Cancelled;
    }

    private sealed record Live(string Job, int State);
}
