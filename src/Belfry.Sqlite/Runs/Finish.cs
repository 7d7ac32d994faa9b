using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Ends attempts. Only the holder of the current token is listened to (promise I2).</summary>
internal sealed class Finish(Session session)
{
    private readonly Endings endings = new(session);
    private readonly BreakerCalls breakers = new(session);

    private const string HeldSql =
        "select job, cancel_reason, output_end, attempt, lane, claimed_at from live where id = @id and state = 1 and token = @token and node = @node";

    public FinishStatus One(AttemptEnd end)
    {
        var held = session.First(
            HeldSql,
            row => new Held(row.GetString(0), row.TextOrNull(1), row.GetInt64(2), row.GetInt32(3), row.GetString(4), row.Instant(5)),
            end.Run,
            end.Token,
            end.Node);
        if (held is null)
        {
            return IsRepeated(end) ? FinishStatus.Already : FinishStatus.Fenced;
        }

        if (end.Output is { } output)
        {
            Output.Append(session, end.Run, held.Attempt, held.OutputEnd, output);
        }

        Reports.SaveCheckpoint(session, end.Run, end.Checkpoint);
        var times = AttemptTimes.Of(end, session.Now);

        // A cancel that was acknowledged holds, also against work that ended before its node heard of it (promise I16).
        var ended = held.CancelReason is null ? end.State : RunState.Cancelled;
        if (RunLane.Breaker(held.Lane) is { } breaker)
        {
            breakers.Ended(breaker, Call.Of(held.ClaimedAt, ended, end.Error));
        }

        switch (ended)
        {
            case RunState.Retrying when end.Budget is not { } budget || Budgets.TryTake(session, held.Job, budget):
                Retry(end, times);
                break;
            case RunState.Retrying:
                endings.End(end.Run, held.Job, Final(RunState.Dead, end, times, null) with { Death = DeathReason.Budget, Note = end.Budget!.Spent });
                break;
            case RunState.Queued when end.IsSnooze:
                Snoozed.Run(session, end);
                break;
            case RunState.Queued:
                HandBack.Run(session, end.Run, keepToken: true);
                break;
            case RunState.Scheduled or RunState.Running:
                throw new ArgumentException($"An attempt cannot end as {end.State}.", nameof(end));
            case var state:
                Findings.Keep(session, end, held.Job, times.StartedAt);
                endings.End(end.Run, held.Job, Final(state, end, times, held.CancelReason));
                break;
        }

        return FinishStatus.Accepted;
    }

    public void Complete() => endings.Complete();

    private const string RepeatedSql =
        """
        select 1 from history where id = @id and token = @token
        union all
        select 1 from live where id = @id and token = @token and state <> 1
        union all
        select 1 from attempt where run = @id and token = @token and outcome <> 'lost'
        limit 1
        """;

    private bool IsRepeated(AttemptEnd end) => session.Any(RepeatedSql, end.Run, end.Token);

    private const string RetrySql =
        """
        update live
        set state = case when @at <= @now then 0 else 2 end, retrying = 1, available_at = @at, node = null, claimed_at = null
        where id = @id
        """;

    private void Retry(AttemptEnd end, AttemptTimes times)
    {
        Attempts.RecordFailed(session, end, times);
        session.Execute(RetrySql, end.RetryAt ?? session.Now, session.Now, end.Run);
    }

    private static RunEnd Final(RunState state, AttemptEnd end, AttemptTimes times, string? cancelReason) => new(state)
    {
        StartedAt = times.StartedAt,
        FinishedAt = times.FinishedAt,
        Token = end.Token,
        Error = end.Error,
        ExitCode = end.ExitCode,
        PeakMemoryBytes = end.PeakMemoryBytes,
        CpuTime = end.CpuTime,
        Note = state != RunState.Cancelled ? null
            : end.State == RunState.Succeeded ? $"{cancelReason} (the work had ended before it heard of it)"
            : cancelReason,
    };

    private sealed record Held(
        string Job, string? CancelReason, long OutputEnd, int Attempt, string Lane, DateTimeOffset ClaimedAt);
}
