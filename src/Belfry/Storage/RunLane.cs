using Belfry.Jobs;

namespace Belfry.Storage;

/// <summary>
/// Which breaker and which limits a run is under, apart from its queue's, as one text: runs with the same text wait in one lane, and
/// a claim passes over a lane that is full in one step. Empty for most runs. Stores keep it with each live run.
/// </summary>
internal static class RunLane
{
    // No name or tag has a line break in it.
    private const char Separator = '\n';

    /// <summary>What the lane of a run under a breaker begins with; its name follows.</summary>
    public const string BreakerMark = "breaker:";
    private const string JobMark = "job:";
    private const string TagMark = "tag:";

    /// <param name="job">The definition; its breaker and its own limit count, and the limits of its tags.</param>
    /// <param name="limitedTags">All tags under a limit.</param>
    public static string Of(JobDefinition job, IReadOnlyCollection<string> limitedTags)
    {
        if (job is { Limit: null, Breaker: null } && limitedTags.Count == 0)
        {
            return "";
        }

        List<string> marks = [];
        if (job.BreakerName is { } breaker)
        {
            marks.Add(BreakerMark + breaker);
        }

        if (job.Limit is not null)
        {
            marks.Add(JobMark + job.Name);
        }

        marks.AddRange(job.Tags.Where(limitedTags.Contains).Order(StringComparer.Ordinal).Select(tag => TagMark + tag));
        return string.Join(Separator, marks);
    }

    /// <summary>The breaker that <see cref="Of"/> wrote down; null when there is none.</summary>
    public static string? Breaker(string lane) => lane.StartsWith(BreakerMark, StringComparison.Ordinal)
        ? lane.Split(Separator, 2)[0][BreakerMark.Length..]
        : null;

    /// <summary>The limits that <see cref="Of"/> wrote down.</summary>
    public static IEnumerable<(LimitScope Scope, string Name)> Limits(string lane)
    {
        foreach (var mark in lane.Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            if (mark.StartsWith(JobMark, StringComparison.Ordinal))
            {
                yield return (LimitScope.Job, mark[JobMark.Length..]);
            }
            else if (mark.StartsWith(TagMark, StringComparison.Ordinal))
            {
                yield return (LimitScope.Tag, mark[TagMark.Length..]);
            }
        }
    }
}
