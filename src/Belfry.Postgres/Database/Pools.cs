using Npgsql;

namespace Belfry.Postgres;

/// <summary>
/// The connections of a node, in bulkheads: people and programs that read and enqueue cannot take the connections with which
/// the node fires, claims and finishes, and none of them can take the one that renews its lease.
/// </summary>
internal sealed class Pools : IAsyncDisposable
{
    private const int RunConnections = 4;
    private const int WorkConnections = 6;
    private const int CallerConnections = 12;

    private readonly bool owned;

    private Pools(
        NpgsqlDataSource runs, NpgsqlDataSource work, NpgsqlDataSource callers, NpgsqlDataSource beats, bool pooled, bool owned) =>
        (Runs, Work, Callers, Beats, SetLimits, this.owned) = (runs, work, callers, beats, pooled, owned);

    /// <summary>Of claims and ends: the same few statements on the same few connections, which keep their plans.</summary>
    public NpgsqlDataSource Runs { get; }

    /// <summary>Of the node's other services.</summary>
    public NpgsqlDataSource Work { get; }

    /// <summary>Of people and programs.</summary>
    public NpgsqlDataSource Callers { get; }

    /// <summary>Of the heartbeat, and of what listens: connections that stay open.</summary>
    public NpgsqlDataSource Beats { get; }

    /// <summary>The limits of <see cref="ConnectionSettings.Limits"/> must be set in each transaction: the connections have none.</summary>
    public bool SetLimits { get; }

    public static Pools Of(NpgsqlConnectionStringBuilder settings, bool pooled)
    {
        var ready = pooled ? ConnectionSettings.Pooled(settings) : ConnectionSettings.Direct(settings);
        return new Pools(
            Source(pooled ? ready : ConnectionSettings.Planned(ready), RunConnections),
            Source(ready, WorkConnections),
            Source(ready, CallerConnections),
            Source(ready, 2),
            pooled,
            owned: true);
    }

    /// <summary>All from the user's own data source, which knows how to get in; nothing is known of its sessions.</summary>
    public static Pools Of(NpgsqlDataSource source) => new(source, source, source, source, pooled: true, owned: false);

    public async ValueTask DisposeAsync()
    {
        if (owned)
        {
            await Runs.DisposeAsync();
            await Work.DisposeAsync();
            await Callers.DisposeAsync();
            await Beats.DisposeAsync();
        }
    }

    /// <summary>With several hosts, the one that is the primary.</summary>
    public static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder settings, int connections)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { MaxPoolSize = connections, MinPoolSize = 0 };
        if (!own.Host!.Contains(',', StringComparison.Ordinal))
        {
            own.Remove("Target Session Attributes");
            return new NpgsqlDataSourceBuilder(own.ConnectionString).Build();
        }

        var wanted = own.TargetSessionAttributes is "read-write" or "readwrite"
            ? TargetSessionAttributes.ReadWrite
            : TargetSessionAttributes.Primary;
        own.Remove("Target Session Attributes");
        own.HostRecheckSeconds = 1;
        return new NpgsqlDataSourceBuilder(own.ConnectionString).BuildMultiHost().WithTargetSession(wanted);
    }
}
