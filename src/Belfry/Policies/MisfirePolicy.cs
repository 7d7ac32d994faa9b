namespace Belfry.Policies;

/// <summary>What happens to ticks that came due while nobody could fire them.</summary>
public enum MisfireRule
{
    /// <summary>One run, for the newest missed tick.</summary>
    Last,

    /// <summary>None is run; each is recorded.</summary>
    Skip,

    /// <summary>The newest <see cref="MisfirePolicy.Max"/> are run, oldest first.</summary>
    All,
}

/// <param name="Rule">Which missed ticks are run.</param>
/// <param name="Max">Most runs that <see cref="MisfireRule.All"/> makes; 1 to 1,000.</param>
/// <param name="Within">Ticks older than this are recorded as expired, whatever the rule.</param>
public sealed record MisfirePolicy(MisfireRule Rule, int Max, TimeSpan Within)
{
    public static MisfirePolicy Default { get; } = new(MisfireRule.Last, 100, TimeSpan.FromDays(1));
}
