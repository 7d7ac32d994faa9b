using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Sets limits, so that they hold for what waits already.</summary>
/// <remarks>
/// A change has the limits to itself (<see cref="Bounds.BeginChange"/>) before it locks a row: a claim or an insert that had
/// its locks the other way round would wait for the change, and the change for it.
/// </remarks>
internal static class LimitChanges
{
    public static async ValueTask<bool> Set(Session session, Limit limit)
    {
        if (limit.Scope == LimitScope.Job)
        {
            throw new ArgumentException($"The limit of job '{limit.Name}' is part of its definition; save the job.", nameof(limit));
        }

        await Bounds.BeginChange(session);
        await Bounds.Set(session, limit);

        // A tag without a limit is in no lane; one that has lost its limit may stay in lanes, where it bounds nothing.
        if (limit is { Scope: LimitScope.Tag, Policy.IsNone: false })
        {
            await MoveRunsTagged(session, limit.Name);
        }

        return true;
    }

    /// <summary>
    /// Before a job is saved and its row is locked. Most jobs are under no limit: then the limits only must not change until the
    /// job is saved, and no claim has to wait for that.
    /// </summary>
    /// <param name="before">Null when the job is new; runs of a deleted one of its name may still be there.</param>
    /// <returns>Whether the job's limit or lane may change; then <see cref="Follow"/> is called when it is saved.</returns>
    public static async ValueTask<bool> Begin(Session session, JobDefinition? before, JobDefinition after)
    {
        if (before is not null && before.Limit == after.Limit && before.BreakerName == after.BreakerName && before.Tags.ToHashSet().SetEquals(after.Tags))
        {
            return false;
        }

        if (before?.Limit != after.Limit || before?.BreakerName != after.BreakerName || await Concerns(session, after.Name))
        {
            await Bounds.BeginChange(session);
            return true;
        }

        await Bounds.Share(session);

        // A limit was set since we looked.
        return await Concerns(session, after.Name) ? throw new TakenMeanwhileException() : false;
    }

    /// <summary>A job was saved: its limit, and the lane of what is live of it.</summary>
    public static async ValueTask Follow(Session session, JobDefinition after)
    {
        await Bounds.Set(session, new Limit(LimitScope.Job, after.Name, after.Limit ?? LimitPolicy.None));
        await Bounds.MoveRuns(session, [after]);
    }

    // A limit that a job of this name has, or that it may have by its tags.
    private const string ConcernsSql = "select 1 from belfry.bound where scope = 'tag' or (scope = 'job' and name = $1)";

    private static ValueTask<bool> Concerns(Session session, string job) => session.Any(ConcernsSql, Text(job));

    private const string TaggedSql =
        """
        select job.definition from belfry.job
        join belfry.definition on definition.id = job.definition
        where definition.text::jsonb -> 'tags' ? $1
        """;

    private static async ValueTask MoveRunsTagged(Session session, string tag)
    {
        var ids = await session.All(TaggedSql, row => row.GetInt64(0), Text(tag));
        await Bounds.MoveRuns(session, (await Definitions.Get(session, ids)).Values);
    }
}
