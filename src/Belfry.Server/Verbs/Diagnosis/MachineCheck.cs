using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;
using NodaTime;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary>Runtime, zone rules, and the addresses to listen on.</summary>
internal static class MachineCheck
{
    public static IEnumerable<Finding> Run(SettingValues settings)
    {
        yield return Finding.Ok(
            "runtime",
            $"Belfry {Version.Text}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors");
        yield return Finding.Ok(
            "zones", $"rules {DateTimeZoneProviders.Tzdb.VersionId}, {DateTimeZoneProviders.Tzdb.Ids.Count} zones, the same on every node of this version");
        foreach (string url in settings.Urls)
        {
            yield return Listen(url);
            if (!Addresses.IsLoopback(url) && settings.AdminKey is null)
            {
                yield return Finding.Warning("address", $"{url} can be reached from other machines and there is no BELFRY_ADMIN_KEY: the server will refuse to start.");
            }
        }
    }

    private static Finding Listen(string url)
    {
        var address = Addresses.ForPeople(url);
        try
        {
            using var socket = new TcpListener(IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Loopback, address.Port);
            socket.Start();
            return Finding.Ok("address", $"{url} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Finding.Warning("address", $"{url} is in use; if it is this Belfry, belfry status asks it.");
        }
        catch (SocketException e)
        {
            return Finding.Failed("address", $"{url} cannot be listened on: {e.Message}");
        }
    }
}
