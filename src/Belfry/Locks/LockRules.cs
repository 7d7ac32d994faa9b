using Belfry.Jobs;

namespace Belfry.Locks;

/// <summary>What a lock may be called and how long it may be held at a time; each answers what is wrong, or null.</summary>
internal static class LockRules
{
    private const int LongestText = 200;
    private static readonly TimeSpan ShortestTtl = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTtl = TimeSpan.FromDays(30);

    /// <summary>How long a name that nobody uses stays in the statistics.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    // Addresses escape with percent signs, and a slash in a name is escaped: a name with its own could be two names.
    public static string? Name(string name) =>
        LabelRules.Line(name, LongestText) ?? (name.Contains('%', StringComparison.Ordinal) ? "has a percent sign in it; take it out." : null);

    public static string? Owner(string owner) => LabelRules.Line(owner, LongestText);

    public static string? Ttl(TimeSpan ttl) =>
        ttl >= ShortestTtl && ttl <= LongestTtl ? null : "must be from 10ms to 30d; a holder that needs longer renews.";
}
