using Belfry.Policies.Breakers;

namespace Belfry.Notifications;

/// <summary>What people are told of a breaker. Pure.</summary>
internal static class BreakerNews
{
    /// <summary>The event's word and text; null when nothing changes for jobs. A trial call that fails is no news.</summary>
    public static (string Word, string Text)? Of(StoredBreaker before, BreakerState next, DateTimeOffset now) =>
        before.State.IsOpen == next.IsOpen && before.State.Isolated == next.Isolated ? null
        : (next.Isolated ? "isolated" : next.IsOpen ? "open" : "closed", $"{before.Name} {BreakerSentences.Of(next, before.Policy, now)}");
}
