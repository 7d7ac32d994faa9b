namespace Belfry.Server.Settings;

/// <summary>Values of several words: <c>api, worker</c> or <c>api;worker</c>.</summary>
internal static class Lists
{
    public static IEnumerable<string> Split(string value) =>
        value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
