using System.Text.RegularExpressions;

namespace Belfry.Jobs;

/// <summary>What a job may be called. Names stand in addresses, files and command lines, and must be safe in all of them.</summary>
internal static partial class JobName
{
    public const int MaxLength = 200;

    [GeneratedRegex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Grammar();

    /// <summary>What is wrong with the name, in words that go on from its path; null when nothing is.</summary>
    public static string? Problem(string name) => name switch
    {
        "" => "is empty; give the job a name such as reports/nightly.",
        { Length: > MaxLength } => $"has {name.Length} characters; at most {MaxLength} are allowed.",
        _ when !Grammar().IsMatch(name) =>
            $"'{JsonReading.Short(name)}' is not a name: use the letters A to Z, digits and . _ - with / between folders, such as reports/nightly.",
        _ when name[0] == '-' => "begins with '-', which a command line would take for an option; put a letter first.",
        _ when name.Split('/').Any(part => part is "." or "..") => "has a folder named '.' or '..', which addresses cannot carry; name the folder.",
        _ => null,
    };
}
