using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// When a node dies, its commands live on. Before their runs are executed again on the same host, they have to end.
internal static class OrphanedCommands
{
    // Kills every process on this host that the given incarnation of a node started, and answers how many there were. The id
    // must be unique to the incarnation: a name that a restarted node bears again would hit its living commands.
    public static async Task<int> KillAsync(string node, TimeProvider time, CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }
        return await KillOnLinuxAsync(node, time, cancel);
    }

    // A server too may be started with BELFRY_NODE, as a setting; only its commands have a run id as well.
    [SupportedOSPlatform("linux")]
    private static async Task<int> KillOnLinuxAsync(string node, TimeProvider time, CancellationToken cancel)
    {
        var orphans = new ProcessFamily([$"{CommandVariables.Node}={node}", $"{CommandVariables.RunId}="]);
        await orphans.EndAsync(TimeSpan.Zero, time, cancel);
        return orphans.Count;
    }
}
