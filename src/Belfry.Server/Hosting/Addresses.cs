using System.Net;
using Belfry.Server.CommandLine;
using Belfry.Server.Settings;

namespace Belfry.Server.Hosting;

/// <summary>Where the server listens.</summary>
internal static class Addresses
{
    /// <exception cref="Failure">An address can be reached from other machines, and there is no key that would protect it.</exception>
    public static void RequireKeyBeyondLoopback(SettingValues settings)
    {
        if (settings.AdminKey is null && settings.Urls.FirstOrDefault(url => !IsLoopback(url)) is { } open)
        {
            throw new Failure(
                Exit.Usage,
                $"the server will not listen on {open} without an administrator's key.",
                "That address can be reached from other machines.",
                "Set BELFRY_ADMIN_KEY to a secret of 16 characters or more, or listen on http://127.0.0.1:7300.");
        }
    }

    public static bool IsLoopback(string url)
    {
        string host = url.Split("://", 2)[^1].Split('/')[0];
        int port = host.LastIndexOf(':');
        host = (port > host.LastIndexOf(']') ? host[..port] : host).Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>What a person on this machine opens, for an address that names all interfaces too.</summary>
    public static Uri ForPeople(string url) => new(url
        .Replace("//*", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//+", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
        .Replace("//[::]", "//[::1]", StringComparison.Ordinal));
}
