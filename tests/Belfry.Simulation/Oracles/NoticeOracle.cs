using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of what people are told: each failed run of a watched job is settled once, what is told follows from what was
/// settled, and all of it arrives.
/// </summary>
internal sealed class NoticeOracle(World world, Oracle oracle)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, JobEvent> seen = [];
    private readonly HashSet<long> settled = [];
    private readonly HashSet<Guid> settledRuns = [];
    private readonly Dictionary<string, AlertState> states = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Job, long Version), (NotifyPolicy Policy, bool IsNew)> watches = [];
    private readonly Dictionary<string, long> newest = new(StringComparer.Ordinal);
    private readonly Dictionary<NoticeKind, long> expected = [];
    private readonly HashSet<(DateTimeOffset At, string Sentence)> changes = [];

    public OutboxNews Looked(OutboxNews news)
    {
        foreach (var happened in news.Events)
        {
            seen[happened.Id] = happened;
        }

        foreach (var watch in news.Watches)
        {
            watches[(watch.Job, watch.Version)] = (NotifyJson.ReadText(watch.Policy)!, watch.State is null);
            newest[watch.Job] = watch.Version;
        }

        return news;
    }

    public bool Settled(Settlement settlement, bool done)
    {
        if (!done)
        {
            return done;
        }

        world.Note($"settled {settlement.Events.Count} events, {settlement.Messages.Count} messages");
        var begun = new HashSet<string>(StringComparer.Ordinal);
        foreach (var happened in settlement.Events.Select(id => seen[id]))
        {
            oracle.Require(settled.Add(happened.Id), $"event {happened.Id} of {happened.Job} was settled twice");
            if (happened is { Word: "failed" or "dead", Run: { } run })
            {
                oracle.Require(settledRuns.Add(run), $"the end of run {run:n} of {happened.Job} was settled twice");
            }

            // A version that a settlement changes is the one it was decided under; of others the newest that was read is as good.
            long version = settlement.Watches.FirstOrDefault(change => change.Read.Job == happened.Job)?.Read.Version ?? newest.GetValueOrDefault(happened.Job);
            if (watches.TryGetValue((happened.Job, version), out var watch))
            {
                Follow(happened, watch.Policy, watch.IsNew && begun.Add(happened.Job));
            }
        }

        return done;
    }

    public OutboxMessage? Taken(OutboxMessage? message)
    {
        if (message is not null)
        {
            world.Note($"took message {message.Id:n}, attempt {message.Attempts}, until {message.DueAt:HH:mm:ss}");
        }

        return message;
    }

    public bool Ended(OutboxMessage message, DeliveryEnd end, bool done)
    {
        world.Note($"delivery of {message.Id:n}: {end.Error ?? "arrived"}, again in {end.RetryIn}{(done ? "" : " (refused)")}");
        return done;
    }

    /// <summary>At the end, when nothing is under way.</summary>
    public void Check(IReadOnlyList<RunRecord> runs, IReadOnlyCollection<string> watched, OutboxNews left, Inbox inbox)
    {
        foreach (var run in runs.Where(run => run.State is RunState.Failed or RunState.Dead && !run.DryRun && watched.Contains(run.Job)))
        {
            oracle.Require(
                settledRuns.Contains(run.Id) || left.Events.Any(happened => happened.Run == run.Id),
                $"run {run.Id:n} of {run.Job} ended as {run.State}, and nobody was to be told");
        }

        // Jobs go on: what happened this moment may still be on its way.
        oracle.Require(left.Events.All(happened => happened.At > left.Now - Moment), $"events are not settled: {left.Events.Count}");

        // A message that was refused waits longer each time, the next one of its channel behind it: what is left counts as told.
        var messages = inbox.Messages.ToDictionary();
        foreach (var message in left.Messages)
        {
            messages[message.Id] = message.Body;
        }

        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            long told = messages.Values.Sum(message => message.Counts.GetValueOrDefault(kind));
            long follows = expected.GetValueOrDefault(kind);

            // Jobs that share a breaker tell the same of it, and one message says it once.
            bool isTold = kind == NoticeKind.Breaker ? told >= changes.Count && told <= follows : told == follows;
            oracle.Require(isTold, $"{told} times {kind} was told, and it follows {follows} times");
        }
    }

    private void Follow(JobEvent happened, NotifyPolicy policy, bool isNew)
    {
        var (state, notice) = Alerts.Next(policy, isNew ? AlertState.Well : states.GetValueOrDefault(happened.Job) ?? AlertState.Well, happened);
        states[happened.Job] = state;
        if (notice is not null)
        {
            if (notice.Kind == NoticeKind.Breaker)
            {
                changes.Add((notice.At, notice.Sentence));
            }

            expected[notice.Kind] = expected.GetValueOrDefault(notice.Kind) + 1;
        }
    }
}
