namespace Belfry.Server.Drill.Network;

/// <summary>The address of a store, and the same through a proxy.</summary>
internal static class StoreLinks
{
    private const int PostgresPort = 5432;

    /// <summary>A proxy in front of the store; null where the store is no server, or more than one.</summary>
    public static TcpProxy? To(string store, Chance chance) =>
        Server(store) is { } server ? new TcpProxy(server.Host, server.Port < 0 ? PostgresPort : server.Port, chance) : null;

    public static string Through(string store, TcpProxy? proxy) => proxy is null || Server(store) is not { } server
        ? store
        : new UriBuilder(server) { Host = "127.0.0.1", Port = proxy.Port }.Uri.AbsoluteUri;

    private static Uri? Server(string store) =>
        Uri.TryCreate(store, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql" && uri.Host.Length > 0 ? uri : null;
}
