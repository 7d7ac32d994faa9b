using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>The name of a job in an address.</summary>
internal static class JobAddress
{
    public const string Name = "name";
    public const string Folders = "folders";

    public static string Of(string name) => $"/api/v1/jobs/{Uri.EscapeDataString(name)}";

    public static string Segment(HttpRequest request) => Decoded((string)request.RouteValues[Name]!);

    /// <summary>All that follows <c>/jobs/</c>.</summary>
    public static string PlainPath(HttpRequest request) =>
        request.RouteValues[Folders] is string { Length: > 0 } rest ? $"{Segment(request)}/{Decoded(rest)}" : Segment(request);

    // The server decodes every escape but that of the slash; no name has a percent sign of its own.
    private static string Decoded(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
