namespace Belfry.Hosting;

/// <summary>A name for people to tell nodes apart; never an identity.</summary>
internal static class NodeName
{
    public static string Default { get; } =
        $"{Environment.MachineName}-{Environment.ProcessId}-{Path.GetRandomFileName().AsSpan(0, 4)}";
}
