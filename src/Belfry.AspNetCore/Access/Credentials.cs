using System.Globalization;
using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Access;

/// <summary>Finds out who calls. A key in the address is never looked at: addresses end up in logs and histories.</summary>
internal static class Credentials
{
    private const string Scheme = "Bearer ";

    public static Caller? Check(HttpContext http)
    {
        var services = http.RequestServices;
        var header = http.Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return services.GetRequiredService<Sessions>().Has(http) ? new Caller("admin", ByCookie: true) : null;
        }

        var failed = services.GetRequiredService<FailedKeys>();
        if (failed.Wait(http.Connection.RemoteIpAddress) is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            throw new RequestRefused(429, "Too many wrong keys came from this address; wait a minute.");
        }

        if (Key(header.ToString()) is { } key && services.GetRequiredService<AdminKey>().Is(key))
        {
            return new Caller("admin", ByCookie: false);
        }

        failed.Add(http.Connection.RemoteIpAddress);
        return null;
    }

    private static string? Key(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
}
