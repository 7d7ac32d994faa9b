using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Reads how the jobs before a job stand for an instant.</summary>
internal static class UpstreamQuery
{
    private const string FactsSql =
        """
        with recursive above (name) as (
          select upstream from dependency where downstream = @job
          union
          select upstream from dependency join above on dependency.downstream = above.name)
        select above.name, job.name is not null, job.definition, job.next_due,
               exists (select 1 from live where live.job = above.name and live.due = @due and not live.dry_run),
               coalesce(
                 (select state from history where history.job = above.name and history.due = @due and trigger = 'schedule'),
                 (select state from history where history.job = above.name and history.due = @due and trigger = 'dependency')),
               (select reason from skip where skip.job = above.name and first_due <= @due and last_due >= @due
                order by first_due desc limit 1),
               exists (select 1 from follow where follow.job = above.name and follow.due <= @due and follow.last_due >= @due)
        from above left join job on job.name = above.name
        """;

    public static UpstreamFacts Facts(Session session, string job, DateTimeOffset due) => new(
        due, session.All(FactsSql, row => (Name: row.GetString(0), Fact: Read(session, row)), job, due).ToDictionary(fact => fact.Name, fact => fact.Fact));

    private static UpstreamFact Read(Session session, SqliteDataReader row) => new(
        row.Flag(1),
        row.NumberOrNull(2) is { } definition ? Definitions.TryGet(session, definition) : null,
        row.InstantOrNull(3),
        row.Flag(4),
        row.TextOrNull(5) is { } state ? Storage.Words<RunState>.Value(state) : null,
        row.TextOrNull(6) is { } reason ? Storage.Words<SkipReason>.Value(reason) : null,
        row.Flag(7));
}
