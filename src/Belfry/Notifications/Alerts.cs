using System.Globalization;
using Belfry.Policies;

namespace Belfry.Notifications;

/// <summary>What an event changes about a job's state, and what people are told of it. Pure.</summary>
internal static class Alerts
{
    public static (AlertState State, Notice? Notice) Next(NotifyPolicy policy, AlertState state, JobEvent happened) => happened.Kind switch
    {
        EventKind.RunEnded when happened.Word is "failed" or "dead" => Failed(policy, state, happened),
        EventKind.RunEnded when happened.Word is "succeeded" => Succeeded(policy, state, happened),
        EventKind.TicksMissed when policy.OnMissed => (state, Notice(happened, NoticeKind.Missed, Missed(happened))),
        EventKind.BreakerChanged when policy.OnBreaker => (state, Notice(happened, NoticeKind.Breaker, $"Breaker {happened.Text}")),
        EventKind.Drifted => Drifted(policy, state, happened),
        _ => (state, null),
    };

    private static (AlertState, Notice?) Failed(NotifyPolicy policy, AlertState state, JobEvent end)
    {
        var next = state with { Failures = state.Failures + 1, FailingSince = state.FailingSince ?? end.At, Warned = false };
        bool isDead = end.Word == "dead";
        if (isDead && policy.OnDeadLetter)
        {
            return (next with { Told = true }, Notice(end, NoticeKind.DeadLetter, DeadLetter(next, end)));
        }

        return policy.AfterFailures > 0 && next.Failures >= policy.AfterFailures && !state.Told
            ? (next with { Told = true }, Notice(end, NoticeKind.Failing, Failing(next, end)))
            : (next, null);
    }

    private static (AlertState, Notice?) Succeeded(NotifyPolicy policy, AlertState state, JobEvent end)
    {
        bool isWarned = end.Warnings.Count > 0;
        var next = new AlertState { Warned = isWarned, Overruns = state.Overruns };
        return isWarned && !state.Warned && policy.OnExpectation ? (next, Notice(end, NoticeKind.Expectation, Unexpected(end)))
            : state.Told && policy.OnRecovery ? (next, Notice(end, NoticeKind.Recovered, Recovered(state, end)))
            : state.Warned && !isWarned && policy is { OnExpectation: true, OnRecovery: true }
                ? (next, Notice(end, NoticeKind.Recovered, $"{end.Job} is as expected again"))
            : (next, null);
    }

    private static (AlertState, Notice?) Drifted(NotifyPolicy policy, AlertState state, JobEvent drift)
    {
        bool overruns = drift.Word != "ok";
        if (overruns == state.Overruns)
        {
            return (state, null);
        }

        var next = state with { Overruns = overruns };
        return !policy.OnExpectation ? (next, null)
            : overruns ? (next, Notice(drift, NoticeKind.Expectation, $"{drift.Job}: {drift.Text}"))
            : policy.OnRecovery ? (next, Notice(drift, NoticeKind.Recovered, $"{drift.Job} keeps to its interval again"))
            : (next, null);
    }

    private static Notice Notice(JobEvent happened, NoticeKind kind, string sentence) =>
        new(happened.Job, kind, happened.At, sentence) { Run = happened.Run, Fingerprint = happened.Fingerprint };

    private static string DeadLetter(AlertState state, JobEvent end) =>
        $"{end.Job}: the run of {Durations.Instant(end.Due ?? end.At)} is a dead letter{(state.Failures > 1 ? $", {Number(state.Failures)} failures in a row" : "")}{Because(end)}";

    private static string Failing(AlertState state, JobEvent end) => state.Failures == 1
        ? $"{end.Job} failed{Because(end)}"
        : $"{end.Job} failed {Number(state.Failures)} times in a row since {Durations.Instant(state.FailingSince ?? end.At)}{Because(end)}";

    private static string Recovered(AlertState state, JobEvent end) =>
        $"{end.Job} succeeded again after {Number(state.Failures)} {(state.Failures == 1 ? "failure" : "failures")}{(state.FailingSince is { } since && since < end.At ? $" in {Durations.Text(end.At - since)}" : "")}";

    private static string Missed(JobEvent skip) => skip.Count == 1
        ? $"{skip.Job} missed its tick of {Durations.Instant(skip.Due ?? skip.At)} ({skip.Word}){Because(skip)}"
        : $"{skip.Job} missed {Number(skip.Count)} ticks from {Durations.Instant(skip.Due ?? skip.At)} on ({skip.Word}){Because(skip)}";

    private static string Unexpected(JobEvent end) => $"{end.Job} succeeded, but {string.Join("; ", end.Warnings)}";

    private static string Because(JobEvent happened) => happened switch
    {
        { Text: null or "" } => "",
        { ErrorType: { Length: > 0 } type } => $": {type}: {Line(happened.Text)}",
        _ => $": {Line(happened.Text)}",
    };

    // Error messages can be documents; a notice is a sentence, and the run has the rest.
    private static string Line(string text) => MessageText.Line(text, 300);

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
