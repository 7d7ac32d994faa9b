using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>How deliveries went.</summary>
internal static class Channels
{
    private const string AllSql = "select name, delivered, delivered_at, failed, failed_at, error, given_up from channel order by name";

    public static IReadOnlyList<ChannelRecord> All(Session session) => session.All(AllSql, row => new ChannelRecord(
        row.GetString(0),
        row.GetInt64(1),
        row.InstantOrNull(2),
        row.GetInt64(3),
        row.InstantOrNull(4),
        row.TextOrNull(5),
        row.GetInt64(6)));

    private const string DeliveredSql =
        """
        insert into channel (name, delivered, delivered_at) values (@name, 1, @now)
        on conflict (name) do update set delivered = delivered + 1, delivered_at = excluded.delivered_at
        """;

    private const string FailedSql =
        """
        insert into channel (name, failed, failed_at, error, given_up) values (@name, 1, @now, @error, @givenUp)
        on conflict (name) do update set failed = failed + 1, failed_at = excluded.failed_at, error = excluded.error,
          given_up = given_up + excluded.given_up
        """;

    public static void Count(Session session, string channel, DeliveryEnd end)
    {
        if (end.Error is null)
        {
            session.Execute(DeliveredSql, channel, session.Now);
        }
        else
        {
            session.Execute(FailedSql, channel, session.Now, end.Error, end.RetryIn is null);
        }
    }
}
