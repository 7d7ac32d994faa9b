using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>The settings of Belfry's own connections, on top of what the user's connection string says.</summary>
internal static class ConnectionSettings
{
    /// <summary>
    /// A frozen process holds its row locks no longer than this; a statement that waits for them gives up before. And a plan that
    /// was made while <c>live</c> was empty must not read it from end to end when it is not, nor be compiled for longer than it runs.
    /// </summary>
    public static readonly IReadOnlyList<(string Name, string Value)> Limits =
    [
        ("statement_timeout", "5000"), ("lock_timeout", "2000"), ("idle_in_transaction_session_timeout", "10000"),
        ("enable_seqscan", "off"), ("jit", "off"),
    ];

    private const int PreparedStatements = 100;

    /// <exception cref="StoreException">The text is no connection string.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.IsUrl(text) ? PostgresAddress.ConnectionString(text) : text);
            if (string.IsNullOrEmpty(settings.Host))
            {
                throw new StoreException("The connection string names no host. It looks like Host=db.example.org;Username=belfry;Password=…;Database=belfry.");
            }

            settings.Database ??= settings.Username ?? "belfry";
            settings.ApplicationName ??= "belfry";
            Default(settings, "Timeout", 5);
            Default(settings, "Command Timeout", 5);
            Default(settings, "Keepalive", 30);
            Default(settings, "Tcp Keepalive", true);

            // Only types that every server has are used; looking them up would cost each process a second.
            Default(settings, "Server Compatibility Mode", "NoTypeLoading");
            return settings;
        }
        catch (ArgumentException exception)
        {
            throw new StoreException($"The connection string cannot be used: {exception.Message}", exception);
        }
    }

    public static NpgsqlConnectionStringBuilder Direct(NpgsqlConnectionStringBuilder settings)
    {
        var direct = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        Default(direct, "Max Auto Prepare", PreparedStatements);
        Default(direct, "Auto Prepare Min Usages", 2);
        direct.Options = string.Join(' ', Limits.Select(limit => $"-c {limit.Name}={limit.Value}").Append(direct.Options));
        return Resettable(direct);
    }

    /// <summary>
    /// For statements that are planned once and for all: by itself the server plans the first five executions on each connection
    /// anew, and planning a claim or a batch of ends takes longer than executing it for a few runs.
    /// </summary>
    public static NpgsqlConnectionStringBuilder Planned(NpgsqlConnectionStringBuilder direct) =>
        new(direct.ConnectionString) { Options = $"-c plan_cache_mode=force_generic_plan {direct.Options}" };

    /// <summary>
    /// What a pooler in transaction mode needs: it gives each transaction another server connection, so nothing may be left
    /// on one or be expected of one, and it refuses settings at the start of a connection.
    /// </summary>
    public static NpgsqlConnectionStringBuilder Pooled(NpgsqlConnectionStringBuilder settings)
    {
        var pooled = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        Default(pooled, "Max Auto Prepare", 0);
        return Resettable(pooled);
    }

    // Belfry leaves nothing behind on a connection, so that nothing needs to be reset.
    private static NpgsqlConnectionStringBuilder Resettable(NpgsqlConnectionStringBuilder settings)
    {
        settings.NoResetOnClose = true;
        return settings;
    }

    private static void Default(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (!settings.Keys.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            settings[key] = value;
        }
    }
}
