using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Sets limits, so that they hold for what waits already.</summary>
internal static class LimitChanges
{
    public static bool Set(Session session, Limit limit)
    {
        if (limit.Scope == LimitScope.Job)
        {
            throw new ArgumentException($"The limit of job '{limit.Name}' is part of its definition; save the job.", nameof(limit));
        }

        Bounds.Set(session, limit);

        // A tag without a limit is in no lane; one that has lost its limit may stay in lanes, where it bounds nothing.
        if (limit is { Scope: LimitScope.Tag, Policy.IsNone: false })
        {
            MoveRunsTagged(session, limit.Name);
        }

        return true;
    }

    /// <summary>A job was saved: its limit, and the lane of what is live of it.</summary>
    /// <param name="before">Null when the job is new; runs of a deleted one of its name may still be there.</param>
    public static void Follow(Session session, JobDefinition? before, JobDefinition after)
    {
        Bounds.Set(session, new Limit(LimitScope.Job, after.Name, after.Limit ?? LimitPolicy.None));
        var tags = Bounds.LimitedTags(session);
        if (before is null || RunLane.Of(before, tags) != RunLane.Of(after, tags))
        {
            Bounds.MoveRuns(session, after);
        }
    }

    private const string TaggedSql =
        """
        select job.definition from job
        join definition on definition.id = job.definition
        where exists (select 1 from json_each(definition.text, '$.tags') as tag where tag.value = @tag)
        """;

    private static void MoveRunsTagged(Session session, string tag)
    {
        foreach (var id in session.All(TaggedSql, row => row.GetInt64(0), tag))
        {
            if (Definitions.TryGet(session, id) is { } definition)
            {
                Bounds.MoveRuns(session, definition);
            }
        }
    }
}
