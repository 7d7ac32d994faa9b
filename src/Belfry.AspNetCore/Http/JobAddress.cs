using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>The name of a job in an address.</summary>
internal static class JobAddress
{
    public static string Part(int index) => $"name{index}";

    public static string Name(HttpRequest request)
    {
        var parts = Enumerable.Range(0, int.MaxValue)
            .Select(part => request.RouteValues[Part(part)] as string)
            .TakeWhile(part => part is not null);

        // The server decodes every escape but that of the slash; no name has a percent sign of its own.
        return string.Join('/', parts).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }

    public static string Of(string name) => $"/api/v1/jobs/{Uri.EscapeDataString(name)}";
}
