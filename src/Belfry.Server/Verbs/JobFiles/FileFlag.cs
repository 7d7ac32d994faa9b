using System.CommandLine;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary><c>-f</c> of the verbs that read job files.</summary>
internal static class FileFlag
{
    public static Option<string[]> Create() => new("--file", "-f")
    {
        HelpName = "PATH",
        Description = "A job file, a folder of them, or - for standard input; may be repeated.",
        Required = true,
    };
}
