using Belfry.Locks;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

internal sealed class SqliteLocks(IDatabase database) : ILocks
{
    private const string RefuseSql = "update lock set refused = refused + 1, used_at = @now where name = @name";

    // Who had it before and let its time run out is counted here: nobody else notices.
    private const string TakeSql =
        """
        insert into lock (name, owner, token, taken_at, expires_at, since, used_at, acquired)
        values (@name, @owner, @token, @now, @expiresAt, @now, @now, 1)
        on conflict (name) do update set
          owner = excluded.owner, token = excluded.token, taken_at = excluded.taken_at, expires_at = excluded.expires_at,
          used_at = excluded.used_at, acquired = lock.acquired + 1, expired = lock.expired + (lock.owner is not null),
          held = lock.held + coalesce(lock.expires_at - lock.taken_at, 0)
        """;

    public ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) =>
        database.Write(
            session =>
            {
                if (Find(session, name) is { Stale: false })
                {
                    session.Execute(RefuseSql, session.Now, name);
                    return null;
                }

                var lease = new LockLease(
                    name, owner, Fence.Take(session, 1), session.Now, Micros.Truncate(session.Now + ttl));
                session.Execute(TakeSql, name, owner, lease.Token, lease.TakenAt, lease.ExpiresAt);
                return lease;
            },
            cancellation);

    private const string RenewSql = "update lock set expires_at = @expiresAt where name = @name";

    public ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation) =>
        database.Write<DateTimeOffset?>(
            session =>
            {
                if (Find(session, name) is not { Stale: false } lease || lease.Token != token)
                {
                    return null;
                }

                var end = Micros.Truncate(session.Now + ttl);
                session.Execute(RenewSql, end, name);
                return end;
            },
            cancellation);

    private const string EndSql =
        """
        update lock set
          owner = null, token = null, taken_at = null, expires_at = null,
          released = released + @released, expired = expired + @expired, held = held + min(expires_at, @now) - taken_at
        where name = @name
        """;

    public ValueTask<bool> Release(string name, long token, CancellationToken cancellation) => database.Write(
        session =>
        {
            if (Find(session, name) is not { } lease || lease.Token != token)
            {
                return false;
            }

            session.Execute(EndSql, lease.Stale ? 0 : 1, lease.Stale ? 1 : 0, session.Now, name);
            return !lease.Stale;
        },
        cancellation);

    private const string ForceSql =
        """
        update lock set
          forced_at = @now, forced_by = @by, forced_reason = @reason, forced_owner = owner, forced_token = token,
          owner = null, token = null, taken_at = null, expires_at = null,
          forced = forced + 1, held = held + min(expires_at, @now) - taken_at
        where name = @name
        """;

    public ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation) => database.Write(
        session =>
        {
            var lease = Find(session, name);
            if (lease is not null)
            {
                session.Execute(ForceSql, session.Now, by, reason, name);
            }

            return lease;
        },
        cancellation);

    public ValueTask<LockLease?> Find(string name, CancellationToken cancellation) =>
        database.Read(session => Find(session, name), cancellation);

    private const string LeaseColumns = "select name, owner, token, taken_at, expires_at, expires_at <= @now from lock";
    private const string FindSql = $"{LeaseColumns} where name = @name and owner is not null";

    private const string ListSql =
        $"{LeaseColumns} where owner is not null and name > @after and expires_at <= @until order by name limit @limit";

    public ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<LockLease>>(
            session => session.All(
                ListSql, Lease, session.Now, query.After ?? "", query.Stale ? session.Now : DateTimeOffset.MaxValue, query.Limit),
            cancellation);

    private const string StatisticsSql =
        """
        select name, since, acquired, refused, expired, released, forced, held,
          forced_at, forced_by, forced_reason, forced_owner, forced_token
        from lock where name > @after order by name limit @limit
        """;

    public ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation) =>
        database.Read<IReadOnlyList<LockStatistics>>(
            session => session.All(StatisticsSql, Counts, after ?? "", limit), cancellation);

    private static LockLease? Find(Session session, string name) => session.First(FindSql, Lease, session.Now, name);

    private static LockLease Lease(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Instant(3), row.Instant(4), row.Flag(5));

    private static LockStatistics Counts(SqliteDataReader row) => new(
        row.GetString(0),
        row.Instant(1),
        row.GetInt64(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.SpanOrNull(7)!.Value,
        row.IsDBNull(8) ? null : new ForcedRelease(row.Instant(8), row.GetString(9), row.GetString(10), row.GetString(11), row.GetInt64(12)));
}
