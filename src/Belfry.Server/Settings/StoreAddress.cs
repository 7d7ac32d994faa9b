namespace Belfry.Server.Settings;

/// <summary>The <c>store</c> setting: <c>sqlite:FILE</c>, or the URL of a server.</summary>
internal static class StoreAddress
{
    private const string Sqlite = "sqlite:";

    public static string? Check(string value) => value switch
    {
        _ when value.StartsWith(Sqlite, StringComparison.Ordinal) => value.Length > Sqlite.Length ? null : "the file is missing: sqlite:belfry.db",
        _ when Scheme(value) is { } scheme => $"this build keeps jobs in SQLite only, so '{scheme}:' cannot be opened; use sqlite:FILE",
        _ => "it takes sqlite:FILE, such as sqlite:belfry.db",
    };

    /// <summary>The file of a checked address, or <c>:memory:</c>.</summary>
    public static string File(string value) => value[Sqlite.Length..];

    /// <summary>A file that other processes may open too.</summary>
    public static bool IsFile(string value) => value.StartsWith(Sqlite, StringComparison.Ordinal) && !IsMemory(value);

    public static bool IsMemory(string value) => File(value) == ":memory:";

    /// <summary>Without user and password.</summary>
    public static string Masked(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? value.Replace(uri.UserInfo + "@", "***@", StringComparison.Ordinal)
            : value;

    private static string? Scheme(string value) =>
        value.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? value[..end] : null;
}
