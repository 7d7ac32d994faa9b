using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>The id of a run in an address: 32 hex digits, with or without dashes, or the first of them.</summary>
internal static class RunAddress
{
    public const string Pattern = "/runs/{id}";
    private const int Shortest = 4;

    public static string Id(HttpRequest request)
    {
        string id = ((string)request.RouteValues["id"]!).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return id.Length is >= Shortest and <= 32 && id.All(char.IsAsciiHexDigitLower)
            ? id
            : throw new RequestRefused(400, "The id of a run is 32 hex digits, or at least the first 4 of them.");
    }

    public static string Of(Guid run) => $"/api/v1/runs/{run:n}";
}
