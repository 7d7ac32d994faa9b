using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Writes jobs, if they are still what the writer saw.</summary>
internal static class JobChanges
{
    // The instant of creation tells a job from one of the same name that was deleted in between.
    private const string CurrentSql =
        """
        select definition, last_due, belfry.now() from belfry.job
        where name = $1 and revision = $2 and next_due is not distinct from $3 and created_at = $4
        for update
        """;

    private const string UpdateSql =
        """
        update belfry.job
        set revision = revision + 1, definition = $2, enabled = $3, next_due = $4, last_due = greatest(last_due, $5), fire_at = $6,
            pause = $7, off = case when $3 then null else off end, updated_at = belfry.now()
        where name = $1
        """;

    public static async ValueTask<JobRecord?> Save(Session session, JobChange change)
    {
        var definition = change.Definition;
        if (change.Expected is not { } expected)
        {
            return await Create(session, change);
        }

        if (expected.Name != definition.Name)
        {
            throw new ArgumentException($"Job '{expected.Name}' cannot be renamed to '{definition.Name}'.", nameof(change));
        }

        bool followed = await LimitChanges.Begin(session, expected.Definition, definition);
        await DependencyChanges.Begin(session, expected.Definition, definition);
        if (expected.Definition.After.Count > 0)
        {
            await Bounds.Share(session);
        }

        var current = await session.First(
            CurrentSql,
            row => new Current(row.GetInt64(0), row.InstantOrNull(1), row.Instant(2)),
            Text(expected.Name),
            Number(expected.Revision),
            Instant(expected.NextDue),
            Instant(expected.CreatedAt));
        if (current is null || change.ValidBefore <= current.Now)
        {
            return null;
        }

        // What was heard before is decided by the definition of then.
        if (expected.Definition.After.Count > 0)
        {
            await new FollowedTicks(session, expected, current.Definition, current.Now).Decide();
        }

        await session.Execute(
            UpdateSql,
            Text(definition.Name),
            Number(await Definitions.Keep(session, definition, current.Definition)),
            Flag(definition.Enabled),
            Instant(change.NextDue),
            Instant(await Settle(session, change, current.LastDue)),
            Instant(change.FireAt),
            Text(PauseJson.Write(change.Pause)));
        if (followed)
        {
            await LimitChanges.Follow(session, definition);
        }

        await Watches.Follow(session, change.Expected?.Definition, definition);
        await DependencyChanges.Follow(session, expected.Definition, definition);
        await BreakerChanges.Follow(session, definition);
        return await JobRows.Find(session, definition.Name);
    }

    private const string InsertSql =
        """
        insert into belfry.job (name, revision, definition, enabled, next_due, last_due, fire_at, pause, created_at, updated_at)
        values ($1, 1, $2, $3, $4, $5, $6, $7, belfry.now(), belfry.now())
        on conflict do nothing
        """;

    private const string ExistsSql = "select 1 from belfry.job where name = $1";

    private static async ValueTask<JobRecord?> Create(Session session, JobChange change)
    {
        var definition = change.Definition;
        if (await session.Any(ExistsSql, Text(definition.Name)))
        {
            return null;
        }

        bool followed = await LimitChanges.Begin(session, null, definition);
        await DependencyChanges.Begin(session, null, definition);
        int created = await session.Execute(
            InsertSql,
            Text(definition.Name),
            Number(await Definitions.Keep(session, definition, null)),
            Flag(definition.Enabled),
            Instant(change.NextDue),
            Instant(await Settle(session, change, null)),
            Instant(change.FireAt),
            Text(PauseJson.Write(change.Pause)));

        if (created == 0)
        {
            // Somebody else made it in the meantime: then what this transaction recorded is not to stay.
            throw new TakenMeanwhileException();
        }

        if (followed)
        {
            await LimitChanges.Follow(session, definition);
        }

        await Watches.Follow(session, change.Expected?.Definition, definition);
        await DependencyChanges.Follow(session, null, definition);
        await BreakerChanges.Follow(session, definition);
        return await JobRows.Find(session, definition.Name);
    }

    private const string DeleteSql = "delete from belfry.job where name = $1 and revision = $2 and created_at = $3";

    public static async ValueTask<bool> Delete(Session session, JobRecord expected)
    {
        // An insert of runs that is under way may put some under the limit.
        bool limited = await Bounds.Exists(session, expected.Name);
        if (limited)
        {
            await Bounds.BeginChange(session);
        }

        bool deleted = await session.Execute(
            DeleteSql, Text(expected.Name), Number(expected.Revision), Instant(expected.CreatedAt)) > 0;
        if (deleted && limited)
        {
            await Bounds.Drop(session, expected.Name);
        }

        if (deleted)
        {
            await Watches.Drop(session, expected.Name);
            await DependencyChanges.Drop(session, expected.Name);
            await BreakerChanges.Leave(session, expected.Name);
        }

        return deleted;
    }

    private static async ValueTask<DateTimeOffset?> Settle(Session session, JobChange change, DateTimeOffset? lastDue)
    {
        string job = change.Definition.Name;
        var open = change.Settled.Where(ticks => !(ticks.First <= lastDue)).ToList();
        var recorded = await Ticks.Recorded(session, [.. open.Select(ticks => new Tick(job, ticks.First))]);
        await Ticks.Record(
            session,
            [.. open.Where(ticks => !recorded.Contains(new Tick(job, ticks.First))).Select(ticks => new Skip(job, ticks, null))]);
        return change.Settled.Aggregate(lastDue, (newest, ticks) => Tick.Newest(newest, ticks.Last));
    }

    private sealed record Current(long Definition, DateTimeOffset? LastDue, DateTimeOffset Now);
}
