using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Reads how the jobs before a job stand for an instant.</summary>
internal static class UpstreamQuery
{
    private const string Above =
        """
        with recursive above (name) as (
          select upstream from belfry.dependency where downstream = $1
          union
          select upstream from belfry.dependency join above on dependency.downstream = above.name)
        """;

    private const string HoldSql =
        $"""
        {Above}
        select 1 from belfry.job where name = any (array(select name from above)) order by name for share
        """;

    /// <summary>
    /// Until the transaction is over none of them is changed or fired. So a change that this transaction does not see comes
    /// after it, and has it look again.
    /// </summary>
    public static async ValueTask Hold(Session session, string job) => await session.All(HoldSql, _ => 0, Text(job));

    // One statement, because it must see one moment: a run that ends in between would be neither live nor heard of.
    private const string FactsSql =
        $"""
        {Above}
        select above.name, job.name is not null, job.definition, job.next_due,
               exists (select 1 from belfry.live where live.job = above.name and live.due = $2 and not live.dry_run),
               coalesce(
                 (select state from belfry.history where history.job = above.name and history.due = $2 and trigger = 'schedule' limit 1),
                 (select state from belfry.history where history.job = above.name and history.due = $2 and trigger = 'dependency' limit 1)),
               (select reason from belfry.skip where skip.job = above.name and first_due <= $2 and last_due >= $2
                order by first_due desc limit 1),
               exists (select 1 from belfry.follow where follow.job = above.name and follow.due <= $2 and follow.last_due >= $2)
        from above left join belfry.job on job.name = above.name
        """;

    public static async ValueTask<UpstreamFacts> Facts(Session session, string job, DateTimeOffset due)
    {
        var rows = await session.All(
            FactsSql,
            row => (
                Name: row.GetString(0),
                Exists: row.Flag(1),
                Definition: row.NumberOrNull(2),
                NextDue: row.InstantOrNull(3),
                IsLive: row.Flag(4),
                Ended: row.TextOrNull(5),
                Skipped: row.TextOrNull(6),
                Awaits: row.Flag(7)),
            Text(job),
            Instant(due));
        var definitions = await Definitions.Get(session, rows.Select(row => row.Definition).OfType<long>());
        return new UpstreamFacts(due, rows.ToDictionary(row => row.Name, row => new UpstreamFact(
            row.Exists,
            row.Definition is { } id ? definitions.GetValueOrDefault(id) : null,
            row.NextDue,
            row.IsLive,
            row.Ended is { } state ? Words<RunState>.Value(state) : null,
            row.Skipped is { } reason ? Words<SkipReason>.Value(reason) : null,
            row.Awaits)));
    }
}
