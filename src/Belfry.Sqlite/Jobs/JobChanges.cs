using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Writes jobs, if they are still what the writer saw.</summary>
internal static class JobChanges
{
    private const string CurrentSql =
        """
        select definition, last_due from job
        where name = @name and revision = @revision and next_due is @nextDue and created_at = @createdAt
        """;

    private const string UpdateSql =
        """
        update job
        set revision = revision + 1, definition = @definition, enabled = @enabled, next_due = @nextDue,
            last_due = @lastDue, fire_at = @fireAt, pause = @pause, off = case when @enabled then null else off end, updated_at = @now
        where name = @name
        """;

    public static JobRecord? Save(Session session, JobChange change)
    {
        var definition = change.Definition;
        if (change.Expected is not { } expected)
        {
            return Create(session, change);
        }

        if (expected.Name != definition.Name)
        {
            throw new ArgumentException($"Job '{expected.Name}' cannot be renamed to '{definition.Name}'.", nameof(change));
        }

        if (change.ValidBefore <= session.Now)
        {
            return null;
        }

        // The instant of creation tells a job from one of the same name that was deleted in between.
        var current = session.First(
            CurrentSql,
            row => new Current(row.GetInt64(0), row.InstantOrNull(1)),
            expected.Name,
            expected.Revision,
            expected.NextDue,
            expected.CreatedAt);
        if (current is null)
        {
            return null;
        }

        session.Execute(
            UpdateSql,
            Definitions.Keep(session, definition, current.Definition),
            definition.Enabled,
            change.NextDue,
            Ticks.RecordSkips(session, definition.Name, change.Settled, current.LastDue),
            change.FireAt,
            PauseJson.Write(change.Pause),
            session.Now,
            definition.Name);
        LimitChanges.Follow(session, expected.Definition, definition);
        BreakerChanges.Follow(session, definition);
        Watches.Follow(session, definition);
        DependencyChanges.Follow(session, expected.Definition, definition);
        return JobRows.Find(session, definition.Name);
    }

    private const string InsertSql =
        """
        insert into job (name, revision, definition, enabled, next_due, last_due, fire_at, pause, created_at, updated_at)
        values (@name, 1, @definition, @enabled, @nextDue, @lastDue, @fireAt, @pause, @now, @now)
        """;

    private const string ExistsSql = "select 1 from job where name = @name";

    private static JobRecord? Create(Session session, JobChange change)
    {
        var definition = change.Definition;
        if (session.Any(ExistsSql, definition.Name))
        {
            return null;
        }

        session.Execute(
            InsertSql,
            definition.Name,
            Definitions.Keep(session, definition, null),
            definition.Enabled,
            change.NextDue,
            Ticks.RecordSkips(session, definition.Name, change.Settled, null),
            change.FireAt,
            PauseJson.Write(change.Pause),
            session.Now);
        LimitChanges.Follow(session, null, definition);
        BreakerChanges.Follow(session, definition);
        Watches.Follow(session, definition);
        DependencyChanges.Follow(session, null, definition);
        return JobRows.Find(session, definition.Name);
    }

    private const string DeleteSql = "delete from job where name = @name and revision = @revision and created_at = @createdAt";

    public static bool Delete(Session session, JobRecord expected)
    {
        bool deleted = session.Execute(DeleteSql, expected.Name, expected.Revision, expected.CreatedAt) > 0;
        if (deleted)
        {
            Bounds.Drop(session, expected.Name);
            BreakerChanges.Leave(session, expected.Name);
            Watches.Drop(session, expected.Name);
            DependencyChanges.Drop(session, expected.Name);
        }

        return deleted;
    }

    private sealed record Current(long Definition, DateTimeOffset? LastDue);
}
