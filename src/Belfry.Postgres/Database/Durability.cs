using Belfry.Storage;

namespace Belfry.Postgres;

/// <summary>What the server must be for the promises to hold: the primary, and one that keeps what it acknowledged (promise I3).</summary>
internal static class Durability
{
    private const string ServerSql =
        """
        select pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')
        """;

    /// <exception cref="StoreException">It is not; the message says what to change.</exception>
    public static async ValueTask Check(Session session, string store, bool acceptDataLoss)
    {
        var (isStandby, settings) = await session.First(
            ServerSql,
            row => (row.Flag(0), new (string Name, string Value)[]
            {
                ("fsync", row.GetString(1)), ("full_page_writes", row.GetString(2)), ("synchronous_commit", row.GetString(3)),
            }));
        if (isStandby)
        {
            throw new StoreUnavailableException($"{store} is a standby. Belfry needs the primary: name it, or all hosts as host1,host2.");
        }

        var off = settings.Where(setting => setting.Value == "off").Select(setting => setting.Name).ToList();
        if (off.Count > 0 && !acceptDataLoss)
        {
            throw new StoreException(
                $"{store} may lose what it acknowledged when it crashes: {string.Join(", ", off)} {(off.Count == 1 ? "is" : "are")} off. Turn {(off.Count == 1 ? "it" : "them")} on, or accept the loss with --accept-data-loss (in code: AcceptDataLoss).");
        }
    }
}
