using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;
using Npgsql;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Ends attempts. Only the holder of the current token is listened to (promise I2).</summary>
/// <remarks>
/// Most ends are final and concern nobody else: no output left, no cancel asked, no line to let go on, no breaker to move. One statement moves
/// those, a transaction of its own. What it leaves is settled in another, with its runs locked.
/// </remarks>
internal sealed class Finish(Database database, IReadOnlyList<AttemptEnd> ends)
{
    // By reference: the same end may be in a batch twice.
    private readonly Dictionary<AttemptEnd, FinishStatus> answers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> linesToLetGo = [];
    private bool haveFollowers;

    public async ValueTask<IReadOnlyList<FinishStatus>> Run(CancellationToken cancellation)
    {
        if (ends.FirstOrDefault(end => end.State is RunState.Scheduled or RunState.Running) is { } wrong)
        {
            throw new ArgumentException($"An attempt cannot end as {wrong.State}.", nameof(ends));
        }

        await EndPlain(cancellation);
        var left = ends.Where(end => !answers.ContainsKey(end)).ToList();
        if (left.Count > 0 || linesToLetGo.Count > 0)
        {
            await database.Write(
                async session =>
                {
                    var breakers = new BreakerCalls();
                    foreach (var round in Rounds.Of(left, end => end.Run))
                    {
                        await Settle(session, round, breakers);
                    }

                    await LiveRuns.LetNextGo(session, linesToLetGo);
                    await breakers.Settle(session);
                    return true;
                },
                cancellation);
        }

        // An end that had been written in the user's own transaction told those that follow, and nobody looked.
        if (haveFollowers || answers.ContainsValue(FinishStatus.Already))
        {
            await Following.Settle(database, cancellation);
        }

        return [.. ends.Select(end => answers[end])];
    }

    // The array is in the order of ids and the planner walks it, so two who end the same runs lock them in the same order.
    // Runs that hold their job's place are left: only a later statement sees who began to wait for one while it was ended.
    // "state + 0" keeps the planner from the index of running runs: it takes them for few and would compare each with each end.
    // Nearly always nobody waits anywhere, and no job needs to be asked for.
    private const string Plain =
        $"""
        gone as (
          delete from belfry.live using ending
          where live.id = ending.run and live.state + 0 = 1 and live.token = ending.ended_by and live.node = ending.holder
            and live.cancel_reason is null and live.slot is null and {BreakerCalls.ChangesNone}
        {Endings.Move}
        select id, case when (select exists (select 1 from belfry.live where state = 3))
                     and exists (select 1 from belfry.live waiting where waiting.job = gone.job and waiting.state = 3) then job end,
               {Followers.HasSome}
        from gone
        """;

    private const string PlainSql =
        $"with ending as materialized (select (select belfry.now()) as now, ending.* from {Endings.Ends}), {Plain}";

    private const string QuietSql =
        $"with ending as materialized (select (select belfry.now()) as now, ending.* from {Endings.QuietEnds}), {Plain}";

    private async ValueTask EndPlain(CancellationToken cancellation)
    {
        var plain = ends
            .Where(end => end.State is not (RunState.Retrying or RunState.Queued or RunState.Dead) && end is { Output: null, Checkpoint: null } && Findings.IsNone(end))
            .DistinctBy(end => end.Run)
            .ToLookup(IsQuiet);
        foreach (var quiet in plain[true].GroupBy(end => end.Node))
        {
            await EndPlain([.. quiet], QuietSql, ends => Endings.QuietValues(ends, quiet.Key), cancellation);
        }

        await EndPlain([.. plain[false]], PlainSql, Endings.Values, cancellation);
    }

    private static bool IsQuiet(AttemptEnd end) =>
        end is { State: RunState.Succeeded, Error: null, ExitCode: null, PeakMemoryBytes: null, CpuTime: null };

    private async ValueTask EndPlain(
        IReadOnlyCollection<AttemptEnd> plain,
        string sql,
        Func<IReadOnlyList<KeyValuePair<Guid, RunEnd>>, NpgsqlParameter[]> values,
        CancellationToken cancellation)
    {
        if (plain.Count == 0)
        {
            return;
        }

        var ofRun = plain.ToDictionary(end => end.Run);
        var moved = await database.OnceForRuns(
            session => session.All(
                sql,
                row => (Run: row.Id(0), Line: row.TextOrNull(1), HasFollowers: row.Flag(2)),
                values([.. plain.OrderBy(end => end.Run).Select(end => KeyValuePair.Create(end.Run, Final(end, null)))])),
            cancellation);
        foreach (var (run, line, hasFollowers) in moved)
        {
            answers[ofRun[run]] = FinishStatus.Accepted;
            haveFollowers |= hasFollowers;
            if (line is not null)
            {
                linesToLetGo.Add(line);
            }
        }
    }

    private const string HeldSql =
        """
        select id, job, cancel_reason, output_end, attempt, lane, claimed_at
        from unnest($1, $2, $3) as ending (run, token, node)
        join belfry.live on live.id = ending.run and live.state + 0 = 1 and live.token = ending.token and live.node = ending.node
        order by id
        for update of live
        """;

    private async ValueTask Settle(Session session, List<AttemptEnd> round, BreakerCalls breakers)
    {
        var held = (await session.All(
            HeldSql,
            row => new Held(row.Id(0), row.GetString(1), row.TextOrNull(2), row.GetInt64(3), row.GetInt32(4), row.GetString(5), row.Instant(6)),
            Ids(round.Select(end => end.Run)),
            Numbers(round.Select(end => end.Token)),
            Ids(round.Select(end => end.Node)))).ToDictionary(run => run.Id);
        var accepted = round.Where(end => held.ContainsKey(end.Run)).ToList();
        await AnswerOthers(session, [.. round.Where(end => !held.ContainsKey(end.Run))]);
        await Output.Append(
            session,
            [
                .. from end in accepted
                   let run = held[end.Run]
                   where end.Output is not null
                   select new AppendedOutput(run.Id, run.Attempt, run.OutputEnd, end.Output!),
            ]);
        await Reports.SaveCheckpoints(session, accepted.Select(end => (end.Run, end.Checkpoint)));

        // A cancel that was acknowledged holds, also against work that ended before its node heard of it (promise I16).
        RunState StateOf(AttemptEnd end) => held[end.Run].CancelReason is null ? end.State : RunState.Cancelled;
        await Retry(session, [.. accepted.Where(end => StateOf(end) == RunState.Retrying)]);
        await Snoozed.Run(session, [.. accepted.Where(end => StateOf(end) == RunState.Queued && end.IsSnooze)]);
        await HandBack.Run(session, [.. accepted.Where(end => StateOf(end) == RunState.Queued && !end.IsSnooze).Select(end => end.Run)], keepToken: true);

        await Findings.Keep(
            session, accepted.Where(end => StateOf(end) is not (RunState.Retrying or RunState.Queued)).Select(end => (end, held[end.Run].Job)));
        var endings = new Endings(session);
        foreach (var end in accepted)
        {
            answers[end] = FinishStatus.Accepted;
            breakers.Ended(held[end.Run].Lane, Call.Of(held[end.Run].ClaimedAt, StateOf(end), end.Error));
            if (StateOf(end) is not (RunState.Retrying or RunState.Queued))
            {
                endings.End(end.Run, held[end.Run].Job, Final(end, held[end.Run].CancelReason));
            }
        }

        await endings.Complete();
        haveFollowers |= endings.HaveFollowers;
    }

    private const string RepeatedSql =
        """
        select run, ending.token
        from unnest($1, $2) as ending (run, token)
        where exists (select 1 from belfry.history where history.id = run and history.token = ending.token)
           or exists (select 1 from belfry.live where live.id = run and live.token = ending.token and live.state <> 1)
           or exists (select 1 from belfry.attempt where attempt.run = ending.run and attempt.token = ending.token and outcome <> 'lost')
        """;

    private async ValueTask AnswerOthers(Session session, IReadOnlyCollection<AttemptEnd> others)
    {
        if (others.Count > 0)
        {
            var repeated = (await session.All(
                RepeatedSql,
                row => (row.Id(0), row.GetInt64(1)),
                Ids(others.Select(end => end.Run)),
                Numbers(others.Select(end => end.Token)))).ToHashSet();
            foreach (var end in others)
            {
                answers[end] = repeated.Contains((end.Run, end.Token)) ? FinishStatus.Already : FinishStatus.Fenced;
            }
        }
    }

    private const string RetrySql =
        """
        update belfry.live
        set state = case when coalesce(at, now) <= now then 0 else 2 end, retrying = true, available_at = coalesce(at, now),
            node = null, claimed_at = null
        from (select (select belfry.now()) as now, run, at from unnest($1, $2) as ending (run, at)) ending
        where live.id = ending.run
        """;

    private static async ValueTask Retry(Session session, IReadOnlyCollection<AttemptEnd> retried)
    {
        if (retried.Count > 0)
        {
            await Attempts.Record(session, [.. retried.Select(Failed)]);
            await session.Execute(RetrySql, Ids(retried.Select(end => end.Run)), Instants(retried.Select(end => end.RetryAt)));
        }
    }

    private static EndedAttempt Failed(AttemptEnd end) => new(end.Run, EndedAttempt.Failed)
    {
        Length = Length(end),
        FinishedAt = end.FinishedAt,
        Error = end.Error,
        ExitCode = end.ExitCode,
        PeakMemoryBytes = end.PeakMemoryBytes,
        CpuTime = end.CpuTime,
    };

    private static RunEnd Final(AttemptEnd end, string? cancelReason) => new(cancelReason is null ? end.State : RunState.Cancelled)
    {
        Length = Length(end),
        FinishedAt = end.FinishedAt,
        Token = end.Token,
        Node = end.Node,
        Error = end.Error,
        ExitCode = end.ExitCode,
        PeakMemoryBytes = end.PeakMemoryBytes,
        CpuTime = end.CpuTime,
        Note = cancelReason is not null && end.State == RunState.Succeeded
            ? $"{cancelReason} (the work had ended before it heard of it)"
            : cancelReason,
    };

    private static TimeSpan Length(AttemptEnd end) =>
        end.FinishedAt > end.StartedAt ? end.FinishedAt - end.StartedAt : TimeSpan.Zero;

    private sealed record Held(
        Guid Id, string Job, string? CancelReason, long OutputEnd, int Attempt, string Lane, DateTimeOffset ClaimedAt);
}
