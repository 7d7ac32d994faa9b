using Belfry.Locks;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>A row for each name: the lease, if there is one, and the counts. A released row stays, so that there is something to queue up for.</summary>
internal sealed class PostgresLocks(Database database) : ILocks
{
    // The token that counts is taken while the row is locked: of two that waited for it the later one gets the greater. Who
    // had it before and let its time run out is counted here: nobody else notices.
    private const string TakeSql =
        """
        with moment as materialized (select belfry.now() as now)
        insert into belfry.lock as lock (name, owner, token, taken_at, expires_at, since, used_at, acquired)
        select $1, $2, nextval('belfry.fence'), now, now + $3 * interval '1 microsecond', now, now, 1 from moment
        on conflict (name) do update set
          owner = excluded.owner, token = nextval('belfry.fence'), taken_at = excluded.taken_at, expires_at = excluded.expires_at,
          used_at = excluded.used_at, acquired = lock.acquired + 1, expired = lock.expired + (lock.owner is not null)::integer,
          held = lock.held + coalesce(lock.expires_at - lock.taken_at, interval '0')
        where lock.owner is null or lock.expires_at <= excluded.taken_at
        returning name, owner, token, taken_at, expires_at, false
        """;

    // Counted, and not worth a flush to disk.
    private const string RefuseSql =
        """
        with lazy as materialized (select set_config('synchronous_commit', 'off', true))
        update belfry.lock set refused = refused + 1, used_at = belfry.now() from lazy where name = $1
        """;

    public ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) =>
        database.OnceForCaller(
            async session =>
            {
                var lease = await session.First(
                    TakeSql, Lease, Parameters.Text(name), Parameters.Text(owner), Parameters.Number(Micros(ttl)));
                if (lease is null)
                {
                    await session.Execute(RefuseSql, Parameters.Text(name));
                }

                return lease;
            },
            cancellation);

    private const string RenewSql =
        """
        update belfry.lock set expires_at = belfry.now() + $3 * interval '1 microsecond', used_at = belfry.now()
        where name = $1 and token = $2 and expires_at > belfry.now()
        returning expires_at
        """;

    public ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation) =>
        database.OnceForCaller(
            session => session.First(
                RenewSql,
                row => row.InstantOrNull(0),
                Parameters.Text(name), Parameters.Number(token), Parameters.Number(Micros(ttl))),
            cancellation);

    private const string ReleaseSql =
        """
        with lease as materialized (
          select name, token, taken_at, expires_at, belfry.now() as now from belfry.lock where name = $1 and token = $2 for update)
        update belfry.lock set
          owner = null, token = null, taken_at = null, expires_at = null,
          released = released + (lease.expires_at > now)::integer, expired = expired + (lease.expires_at <= now)::integer,
          held = held + (least(lease.expires_at, now) - lease.taken_at)
        from lease where lock.name = lease.name
        returning lease.expires_at > now
        """;

    public ValueTask<bool> Release(string name, long token, CancellationToken cancellation) => database.OnceForCaller(
        session => session.First(ReleaseSql, row => row.Flag(0), Parameters.Text(name), Parameters.Number(token)), cancellation);

    private const string ForceSql =
        """
        with lease as materialized (
          select name, owner, token, taken_at, expires_at, belfry.now() as now
          from belfry.lock where name = $1 and owner is not null for update)
        update belfry.lock set
          forced_at = now, forced_by = $3, forced_reason = $2, forced_owner = lease.owner, forced_token = lease.token,
          owner = null, token = null, taken_at = null, expires_at = null,
          forced = forced + 1, held = held + (least(lease.expires_at, now) - lease.taken_at)
        from lease where lock.name = lease.name
        returning lease.name, lease.owner, lease.token, lease.taken_at, lease.expires_at, lease.expires_at <= now
        """;

    public ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation) =>
        database.OnceForCaller(
            session => session.First(ForceSql, Lease, Parameters.Text(name), Parameters.Text(reason), Parameters.Text(by)),
            cancellation);

    private const string FindSql =
        """
        select name, owner, token, taken_at, expires_at, expires_at <= belfry.now()
        from belfry.lock where name = $1 and owner is not null
        """;

    public ValueTask<LockLease?> Find(string name, CancellationToken cancellation) =>
        database.OnceForCaller(session => session.First(FindSql, Lease, Parameters.Text(name)), cancellation);

    private const string ListSql =
        """
        select name, owner, token, taken_at, expires_at, expires_at <= belfry.now() from belfry.lock
        where owner is not null and name > $1 and (not $2 or expires_at <= belfry.now())
        order by name limit $3
        """;

    public ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation) =>
        database.OnceForCaller<IReadOnlyList<LockLease>>(
            async session => await session.All(
                ListSql, Lease, Parameters.Text(query.After ?? ""), Parameters.Flag(query.Stale), Parameters.Int(query.Limit)),
            cancellation);

    private const string StatisticsSql =
        """
        select name, since, acquired, refused, expired, released, forced, held,
          forced_at, forced_by, forced_reason, forced_owner, forced_token
        from belfry.lock where name > $1 order by name limit $2
        """;

    public ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation) =>
        database.OnceForCaller<IReadOnlyList<LockStatistics>>(
            async session => await session.All(StatisticsSql, Counts, Parameters.Text(after ?? ""), Parameters.Int(limit)),
            cancellation);

    private static LockLease Lease(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Instant(3), row.Instant(4), row.Flag(5));

    private static LockStatistics Counts(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.Instant(1),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.SpanOrNull(7)!.Value,
        row.IsDBNull(8) ? null : new ForcedRelease(row.Instant(8), row.GetString(9), row.GetString(10), row.GetString(11), row.GetInt64(12)));

    // Not as an interval, which would have days, and days have an hour more or less when clocks change.
    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
