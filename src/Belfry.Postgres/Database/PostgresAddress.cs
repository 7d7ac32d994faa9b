using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>
/// <c>postgres://user:password@host:port,host:port/database?option=value</c>, as PostgreSQL's own programs take it
/// (libpq, section 34.1.1.2), turned into a connection string.
/// </summary>
internal static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // The options of libpq whose names differ from Npgsql's by more than a blank.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
        ["dbname"] = "Database",
    };

    public static bool IsUrl(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="StoreException">The address cannot be read; the message says where. It never shows the password.</exception>
    public static string ConnectionString(string address)
    {
        // Not System.Uri: it takes one host.
        string rest = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (beforeOptions, options) = Cut(rest, '?');
        var (authority, database) = Cut(beforeOptions, '/');
        int at = authority.LastIndexOf('@');
        string hosts = authority[(at + 1)..];
        if (hosts.Length == 0)
        {
            throw new StoreException("The address of the store names no host. It looks like postgres://user:password@host:5432/database.");
        }

        var settings = new NpgsqlConnectionStringBuilder { Host = Hosts(hosts) };
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            settings.Username = Decoded(user);
            settings.Password = password is null ? null : Decoded(password);
        }

        settings.Database = string.IsNullOrEmpty(database) ? null : Decoded(database);
        foreach (string option in options?.Split('&', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var (name, value) = Cut(option, '=');
            Set(settings, Decoded(name), Decoded(value ?? ""));
        }

        return settings.ConnectionString;
    }

    private static string Hosts(string hosts)
    {
        foreach (string host in hosts.Split(','))
        {
            string port = host[(host.LastIndexOf(']') + 1)..];
            if (port.IndexOf(':') is >= 0 and var colon && (!int.TryParse(port[(colon + 1)..], out int number) || number is < 1 or > 65_535))
            {
                throw new StoreException($"'{port[(colon + 1)..]}' in the address of the store is no port; it takes 1 to 65535.");
            }
        }

        return hosts;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        try
        {
            settings[Names.GetValueOrDefault(name) ?? name.Replace('_', ' ')] = name.Equals("sslmode", StringComparison.OrdinalIgnoreCase)
                ? value.Replace("-", "", StringComparison.Ordinal)
                : value.Replace("read-write", "readwrite", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            throw new StoreException($"The option '{name}' of the store's address cannot be used: {exception.Message}", exception);
        }
    }

    private static (string Before, string? After) Cut(string text, char separator) =>
        text.IndexOf(separator) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : (text, null);

    private static string Decoded(string text) => Uri.UnescapeDataString(text);
}
