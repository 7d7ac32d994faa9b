using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Runs that people and programs ask for.</summary>
internal static class Enqueueing
{
    public static IReadOnlyList<EnqueueResult?> Enqueue(Session session, IReadOnlyList<NewRun> runs)
    {
        var jobs = new Dictionary<string, Target?>();
        var results = new EnqueueResult?[runs.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var run = runs[i];
            if (!jobs.TryGetValue(run.Job, out var target))
            {
                jobs[run.Job] = target = Find(session, run.Job);
            }

            results[i] = target is null ? null : One(session, run, target);
        }

        return results;
    }

    private const string JobSql = "select definition, revision from job where name = @name";

    private static Target? Find(Session session, string job)
    {
        var row = session.First(JobSql, row => new Tuple<long, long>(row.GetInt64(0), row.GetInt64(1)), job);
        return row is null ? null : new Target(Definitions.Get(session, row.Item1), row.Item1, row.Item2);
    }

    private static EnqueueResult One(Session session, NewRun run, Target target)
    {
        if (run.MadeUnder is { } earlier)
        {
            target = new Target(Definitions.Get(session, earlier.Definition), earlier.Definition, earlier.Revision);
        }

        var due = run.Due ?? run.AvailableAt ?? session.Now;
        if (Existing(session, run, due) is { } existing)
        {
            return new EnqueueResult(existing, Inserted: false);
        }

        var availableAt = run.AvailableAt ?? session.Now;
        var live = new LiveRun(run.Id, target.Definition, target.DefinitionId, target.Revision, run.Trigger, due, availableAt)
        {
            Args = run.Args?.GetRawText(),
            UniqueKey = run.UniqueKey,
            DryRun = run.DryRun,
            Parent = run.Parent,
            By = run.By,
        };
        LiveRuns.Insert(session, live, StateOf(session, live));
        return new EnqueueResult(run.Id, Inserted: true);
    }

    private static int StateOf(Session session, LiveRun run)
    {
        var isLater = run.AvailableAt > session.Now;
        if (!run.Exclusive)
        {
            return isLater ? LiveState.Delayed : LiveState.Ready;
        }

        return isLater ? LiveState.Later
            : LiveRuns.InTheWay(session, run.Definition.Name) is null ? LiveState.Ready
            : LiveState.Blocked;
    }

    private const string ExistingSql =
        """
        select id from live where id = @id
        union all
        select id from history where id = @id
        union all
        select id from pruned_request where id = @id
        union all
        select id from live where job = @job and unique_key = @uniqueKey and unique_key is not null
        limit 1
        """;

    private const string TickSql =
        """
        select id from live where job = @job and due = @due and trigger = 'schedule'
        union all
        select id from history where job = @job and due = @due and trigger = 'schedule'
        limit 1
        """;

    private static Guid? Existing(Session session, NewRun run, DateTimeOffset due) =>
        Id(session, ExistingSql, run.Id, run.Job, run.UniqueKey)
        ?? (run.Trigger == RunTrigger.Schedule ? Id(session, TickSql, run.Job, due) : null);

    private static Guid? Id(Session session, string sql, params ReadOnlySpan<object?> values)
    {
        using var row = session.Query(sql, values);
        return row.Read() ? row.Id(0) : null;
    }

    private sealed record Target(JobDefinition Definition, long DefinitionId, long Revision);
}
