using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.Notifications;

/// <summary>What follows from events: how their jobs are now, and what is added to which messages. Pure.</summary>
internal static class Announcements
{
    /// <param name="newId">Ids of new messages.</param>
    public static Settlement Of(OutboxNews news, Func<Guid> newId)
    {
        var watches = news.Watches.ToDictionary(watch => watch.Job, watch => new Watched(watch), StringComparer.Ordinal);
        var open = news.Messages.Where(message => message.IsOpen).ToDictionary(message => message.Channel, StringComparer.Ordinal);
        var changes = new SortedDictionary<string, MessageChange>(StringComparer.Ordinal);
        foreach (var happened in news.Events)
        {
            if (watches.GetValueOrDefault(happened.Job)?.Take(happened) is not { } told)
            {
                continue;
            }

            foreach (string channel in told.To)
            {
                var change = changes.GetValueOrDefault(channel) ?? Begin(channel, open.GetValueOrDefault(channel), newId);
                changes[channel] = change with
                {
                    Body = change.Body.Add(told.Notice),
                    IsUrgent = change.IsUrgent || told.Notice.Kind == NoticeKind.DeadLetter,
                };
            }
        }

        return new Settlement(
            [.. news.Events.Select(happened => happened.Id)],
            [.. watches.Values.OrderBy(watched => watched.Watch.Job, StringComparer.Ordinal).Select(watched => watched.Change).OfType<WatchChange>()],
            [.. changes.Values]);
    }

    private static MessageChange Begin(string channel, OutboxMessage? open, Func<Guid> newId) =>
        new(open, open?.Id ?? newId(), channel, open?.Body ?? Digest.Empty, IsUrgent: false);

    private sealed class Watched(Watch watch)
    {
        private readonly Policies.NotifyPolicy? policy = NotifyJson.ReadText(watch.Policy);
        private readonly AlertState before = AlertState.Read(watch.State);
        private AlertState? after;

        public Watch Watch => watch;

        public WatchChange? Change => after is null || after == before ? null : new WatchChange(watch, after.Write(), after.IsUnwell);

        public (Notice Notice, IReadOnlyList<string> To)? Take(JobEvent happened)
        {
            if (policy is null)
            {
                return null;
            }

            (after, var notice) = Alerts.Next(policy, after ?? before, happened);
            return notice is null ? null : (notice, policy.To);
        }
    }
}
