using Belfry.Jobs;

namespace Belfry.Storage;

/// <summary>
/// Which limits a run is under, apart from its queue's, as one text: runs with the same text wait in one lane, and a claim passes
/// over a lane that is full in one step. Empty for most runs. Stores keep it with each live run.
/// </summary>
internal static class RunLane
{
    // No name or tag has a line break in it.
    private const char Separator = '\n';
    private const string JobMark = "job:";
    private const string TagMark = "tag:";

    /// <param name="job">The definition; its own limit counts, and those of its tags.</param>
    /// <param name="limitedTags">All tags under a limit.</param>
    public static string Of(JobDefinition job, IReadOnlyCollection<string> limitedTags)
    {
        if (job.Limit is null && limitedTags.Count == 0)
        {
            return "";
        }

        var marks = job.Tags.Where(limitedTags.Contains).Order(StringComparer.Ordinal).Select(tag => TagMark + tag);
        return string.Join(Separator, job.Limit is null ? marks : marks.Prepend(JobMark + job.Name));
    }

    /// <summary>The limits that <see cref="Of"/> wrote down.</summary>
    public static IEnumerable<(LimitScope Scope, string Name)> Limits(string lane)
    {
        foreach (var mark in lane.Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return (mark.StartsWith(JobMark, StringComparison.Ordinal) ? LimitScope.Job : LimitScope.Tag, mark[JobMark.Length..]);
        }
    }
}
