using Belfry.Policies.Breakers;
using Belfry.Runs;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Completes a run in a transaction that is not the store's.</summary>
internal static class Completion
{
    private const string HeldSql =
        """
        select job, cancel_reason, lane, claimed_at,
               (extract(epoch from belfry.now() + (clock_timestamp() - pg_catalog.now()) - greatest(claimed_at, available_at)) * 1000000)::bigint
        from belfry.live where id = $1 and state = 1 and token = $2
        for update
        """;

    private const string DoneSql = "select 1 from belfry.history where id = $1 and token = $2 and ok";

    // The end is now and not when the transaction began, which may have been long ago.
    private const string MoveSql =
        $"""
        with ending as materialized (
          select (select belfry.now() + (clock_timestamp() - pg_catalog.now())) as now, ending.* from {Endings.Ends}),
        gone as (
          delete from belfry.live using ending where live.id = ending.run
        {Endings.Move}
        select count(*) from gone
        """;

    /// <summary>Once committed, whatever the node says of this attempt has been said already.</summary>
    /// <exception cref="LeaseLostException">The token is not the run's current one, or somebody asked the run to end.</exception>
    public static async Task Complete(Session session, Guid run, long token)
    {
        var held = await session.First(
            HeldSql, row => new Held(row.GetString(0), row.TextOrNull(1), row.GetString(2), row.Instant(3), row.GetInt64(4)), Id(run), Number(token));
        if (held is null)
        {
            if (!await session.Any(DoneSql, Id(run), Number(token)))
            {
                await Refuse(session, $"Run {run:n} is not held under token {token} any more: another node has it, or it has ended.");
            }
        }
        else if (held.CancelReason is not null)
        {
            await Refuse(session, $"Run {run:n} was asked to end: {held.CancelReason}.");
        }
        else
        {
            var end = new RunEnd(RunState.Succeeded) { Length = TimeSpan.FromMicroseconds(Math.Max(0, held.Microseconds)), Token = token };
            await session.Execute(MoveSql, Endings.Values([KeyValuePair.Create(run, end)]));
            await LiveRuns.LetNextGo(session, [held.Job]);
            var breaker = new BreakerCalls();
            breaker.Ended(held.Lane, Call.Of(held.ClaimedAt, RunState.Succeeded, null));
            await breaker.Settle(session);
        }
    }

    private const string RefuseSql = "select belfry.refuse($1)";

    private static async Task Refuse(Session session, string why)
    {
        try
        {
            await session.Execute(RefuseSql, Text(why));
        }
        catch (PostgresException refused)
        {
            throw new LeaseLostException(why, refused);
        }
    }

    private sealed record Held(string Job, string? CancelReason, string Lane, DateTimeOffset ClaimedAt, long Microseconds);
}
