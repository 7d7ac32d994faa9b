using Belfry.Locks;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

internal sealed class SqliteLocks(IDatabase database) : ILocks
{
    private const string HeldSql = "select 1 from lock where name = @name and expires_at > @now";

    private const string TakeSql =
        """
        insert into lock (name, owner, token, taken_at, expires_at) values (@name, @owner, @token, @now, @expiresAt)
        on conflict (name) do update
        set owner = excluded.owner, token = excluded.token, taken_at = excluded.taken_at, expires_at = excluded.expires_at
        """;

    public ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) =>
        database.Write(
            session =>
            {
                if (session.Any(HeldSql, name, session.Now))
                {
                    return null;
                }

                var lease = new LockLease(
                    name, owner, Fence.Take(session, 1), session.Now, Micros.Truncate(session.Now + ttl));
                session.Execute(TakeSql, name, owner, lease.Token, lease.TakenAt, lease.ExpiresAt);
                return lease;
            },
            cancellation);

    private const string RenewSql =
        "update lock set expires_at = @expiresAt where name = @name and token = @token and expires_at > @now";

    public ValueTask<bool> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation) =>
        database.Write(session => session.Execute(RenewSql, session.Now + ttl, name, token, session.Now) > 0, cancellation);

    private const string ReleaseSql = "delete from lock where name = @name and token = @token";

    public ValueTask<bool> Release(string name, long token, CancellationToken cancellation) =>
        database.Write(session => session.Execute(ReleaseSql, name, token) > 0, cancellation);

    public ValueTask<bool> IsLocked(string name, CancellationToken cancellation) =>
        database.Read(session => session.Any(HeldSql, name, session.Now), cancellation);

    private const string ListSql = "select name, owner, token, taken_at, expires_at from lock order by name";

    /// <summary>Those whose time is over and that nobody has taken since are among them.</summary>
    public ValueTask<IReadOnlyList<LockLease>> List(CancellationToken cancellation) =>
        database.Read<IReadOnlyList<LockLease>>(session => session.All(ListSql, Read), cancellation);

    private static LockLease Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Instant(3), row.Instant(4));
}
