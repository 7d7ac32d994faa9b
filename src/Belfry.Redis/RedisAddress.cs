using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Belfry.Storage;
using StackExchange.Redis;

namespace Belfry.Redis;

/// <summary>
/// Where Redis is: <c>redis://[:PASSWORD@]HOST[:PORT][/DATABASE]</c>, <c>rediss://</c> for TLS, or <c>HOST[:PORT]</c>.
/// </summary>
/// <remarks>
/// A password may be percent-encoded, as URLs want it, or stand there as it is: the last <c>@</c> ends it. Its only reader is
/// Redis; <see cref="ToString"/> leaves it out.
/// </remarks>
public sealed record RedisAddress
{
    private const string Plain = "redis://";
    private const string Tls = "rediss://";
    private const int StandardPort = 6379;

    private RedisAddress(bool usesTls, string? password, string host, int port, int database) =>
        (UsesTls, Password, Host, Port, Database) = (usesTls, password, host, port, database);

    public bool UsesTls { get; }

    public string Host { get; }

    public int Port { get; }

    public int Database { get; }

    internal string? Password { get; }

    /// <exception cref="StoreException">The text is no such address; the message says what is wrong with it.</exception>
    public static RedisAddress Parse(string text) =>
        TryParse(text, out var address, out var problem) ? address : throw new StoreException($"The address of Redis cannot be used: {problem}.");

    /// <param name="problem">What is wrong, as the end of a sentence; never with the password in it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out RedisAddress? address, [NotNullWhen(false)] out string? problem)
    {
        (address, problem) = (null, null);
        var usesTls = text.StartsWith(Tls, StringComparison.OrdinalIgnoreCase);
        var rest = usesTls ? text[Tls.Length..]
            : text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase) ? text[Plain.Length..]
            : text;
        var at = rest.LastIndexOf('@');
        var place = rest[(at + 1)..];
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var database = slash < 0 ? "" : place[(slash + 1)..];
        var (host, port) = SplitPort(slash < 0 ? place : place[..slash]);
        if (!TryPassword(at < 0 ? "" : rest[..at], out var password))
        {
            problem = "a user other than 'default' cannot sign in; give the default user's password as redis://:PASSWORD@HOST";
        }
        else if (place.Contains('?', StringComparison.Ordinal))
        {
            problem = "it has options after a question mark, and there are none; TLS is rediss://, a database is /NUMBER at the end";
        }
        else if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            problem = "the host is missing or none; it looks like redis://127.0.0.1:6379";
        }
        else if (!TryNumber(port, StandardPort, 65_535, out var portNumber) || portNumber == 0)
        {
            problem = "the port is no number from 1 to 65535";
        }
        else if (!TryNumber(database, 0, 1_000_000, out var databaseNumber))
        {
            problem = "what follows the host's slash is no number of a database";
        }
        else
        {
            address = new RedisAddress(usesTls, password, host, portNumber, databaseNumber);
            return true;
        }

        return false;
    }

    /// <summary>
    /// What <c>REDIS_URL</c> says, else <c>REDIS_HOST</c> with <c>REDIS_PORT</c> and <c>REDIS_PASSWORD</c>; null when neither is set.
    /// </summary>
    /// <param name="variable">The value of a variable or a setting, such as <c>Environment.GetEnvironmentVariable</c>.</param>
    /// <exception cref="StoreException">They cannot be used; the message says why.</exception>
    public static RedisAddress? From(Func<string, string?> variable) => UrlFrom(variable) is { } url ? Parse(url) : null;

    internal static string? UrlFrom(Func<string, string?> variable)
    {
        if (variable("REDIS_URL") is { Length: > 0 } url)
        {
            return url;
        }

        if (variable("REDIS_HOST") is not { Length: > 0 } host)
        {
            return null;
        }

        var password = variable("REDIS_PASSWORD") is { Length: > 0 } secret ? $":{Uri.EscapeDataString(secret)}@" : "";
        return $"{Plain}{password}{host}:{(variable("REDIS_PORT") is { Length: > 0 } port ? port : StandardPort)}";
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(UsesTls ? Tls : Plain)}{Host}:{Port}{(Database == 0 ? "" : $"/{Database}")}");

    internal ConfigurationOptions ToOptions() => new()
    {
        EndPoints = { { Host.Trim('[', ']'), Port } },
        Password = Password,
        Ssl = UsesTls,
        SslHost = UsesTls ? Host : null,
        DefaultDatabase = Database,
        ClientName = "belfry",
        ConnectTimeout = 3_000,
        SyncTimeout = 3_000,
        ConnectRetry = 1,
        KeepAlive = 10,

        // Neither is of use to one server, and each is a key or a channel of its own.
        TieBreaker = "",
        ConfigurationChannel = "",
    };

    // An IPv6 address has colons of its own and stands in brackets.
    private static (string Host, string Port) SplitPort(string place)
    {
        var colon = place.LastIndexOf(':');
        return colon > place.LastIndexOf(']') ? (place[..colon], place[(colon + 1)..]) : (place, "");
    }

    private static bool TryPassword(string credentials, out string? password)
    {
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? credentials : credentials[..colon];
        password = colon < 0 || colon == credentials.Length - 1 ? null : Uri.UnescapeDataString(credentials[(colon + 1)..]);
        return user is "" or "default";
    }

    private static bool TryNumber(string text, int standard, int greatest, out int number)
    {
        number = standard;
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= greatest);
    }
}
