using System.Text.RegularExpressions;
using Belfry.Postgres;
using Belfry.Storage;

namespace Belfry.Server.Settings;

/// <summary>The <c>store</c> setting: <c>sqlite:FILE</c>, or the URL of a server.</summary>
internal static partial class StoreAddress
{
    private const string Sqlite = "sqlite:";

    public static string? Check(string value) => value switch
    {
        _ when value.StartsWith(Sqlite, StringComparison.Ordinal) => value.Length > Sqlite.Length ? null : "the file is missing: sqlite:belfry.db",
        _ when IsServer(value) => ServerProblem(value),
        _ when Scheme(value) is { } scheme => $"this build keeps jobs in SQLite and PostgreSQL, so '{scheme}:' cannot be opened; use sqlite:FILE or postgres://…",
        _ => "it takes sqlite:FILE, such as sqlite:belfry.db, or postgres://user:password@host/database",
    };

    /// <summary>The file of a checked address, or <c>:memory:</c>.</summary>
    public static string File(string value) => value[Sqlite.Length..];

    /// <summary>A file that other processes may open too.</summary>
    public static bool IsFile(string value) => value.StartsWith(Sqlite, StringComparison.Ordinal) && !IsMemory(value);

    public static bool IsMemory(string value) => value == Sqlite + ":memory:";

    /// <summary>A database server, which processes of many hosts share.</summary>
    public static bool IsServer(string value) => Scheme(value) is "postgres" or "postgresql";

    /// <summary>Without user and password.</summary>
    public static string Masked(string value) => Password().Replace(User().Replace(value, "$1***@"), "$1***");

    private static string? ServerProblem(string value)
    {
        try
        {
            ConnectionSettings.Parse(value);
            return null;
        }
        catch (StoreException problem)
        {
            return char.ToLowerInvariant(problem.Message[0]) + problem.Message[1..].TrimEnd('.');
        }
    }

    private static string? Scheme(string value) =>
        value.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? value[..end] : null;

    [GeneratedRegex("(://)[^/?]*@")]
    private static partial Regex User();

    [GeneratedRegex("([?&](?:password|sslpassword)=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
