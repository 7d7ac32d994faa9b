using System.Reflection;

namespace Belfry.Server;

/// <summary>The version of this build.</summary>
internal static class Version
{
    // What follows the plus sign is the commit, which is for bug reports and not for comparing.
    private static readonly string[] Parts =
        typeof(Version).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');

    public static string Text => Parts[0];
    public static string? Commit => Parts.Length > 1 ? Parts[1] : null;
}
