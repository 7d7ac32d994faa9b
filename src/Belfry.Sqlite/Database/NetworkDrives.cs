using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>SQLite's locks do not hold on network file systems, and its write-ahead log needs shared memory.</summary>
internal static class NetworkDrives
{
    private static readonly string[] Formats = ["nfs", "nfs4", "cifs", "smb", "smb2", "smbfs"];

    public static bool IsNetwork(string format) => Formats.Contains(format, StringComparer.OrdinalIgnoreCase);

    public static void Refuse(string path, string folder)
    {
        if (Format(folder) is { } format && IsNetwork(format))
        {
            throw new StoreException(
                $"'{path}' lies on a network file system ({format}), where two nodes could both believe they hold a lock. Use a local disk, or PostgreSQL for several hosts.");
        }
    }

    private static string? Format(string folder)
    {
        try
        {
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return drive.DriveType == DriveType.Network && OperatingSystem.IsWindows() ? "smb" : drive.DriveFormat;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What cannot be asked about its format says more when it is opened.
            return null;
        }
    }
}
