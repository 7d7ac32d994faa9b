using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>How deliveries went.</summary>
internal static class Channels
{
    private const string AllSql =
        "select name, delivered, delivered_at, failed, failed_at, error, given_up from belfry.channel order by name";

    public static async ValueTask<IReadOnlyList<ChannelRecord>> All(Session session) => await session.All(AllSql, row => new ChannelRecord(
        row.GetString(0),
        row.GetInt64(1),
        row.InstantOrNull(2),
        row.GetInt64(3),
        row.InstantOrNull(4),
        row.TextOrNull(5),
        row.GetInt64(6)));

    private const string DeliveredSql =
        """
        insert into belfry.channel (name, delivered, delivered_at) values ($1, 1, belfry.now())
        on conflict (name) do update set delivered = channel.delivered + 1, delivered_at = excluded.delivered_at
        """;

    private const string FailedSql =
        """
        insert into belfry.channel (name, failed, failed_at, error, given_up) values ($1, 1, belfry.now(), $2, $3)
        on conflict (name) do update set failed = channel.failed + 1, failed_at = excluded.failed_at, error = excluded.error,
          given_up = channel.given_up + excluded.given_up
        """;

    public static async ValueTask Count(Session session, string channel, DeliveryEnd end)
    {
        if (end.Error is null)
        {
            await session.Execute(DeliveredSql, Text(channel));
        }
        else
        {
            await session.Execute(FailedSql, Text(channel), Text(end.Error), Number(end.RetryIn is null ? 1 : 0));
        }
    }
}
