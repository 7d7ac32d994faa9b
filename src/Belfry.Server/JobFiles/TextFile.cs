using Belfry.Server.CommandLine;

namespace Belfry.Server.JobFiles;

/// <summary>Files that a person names; <c>-</c> is standard input.</summary>
internal static class TextFile
{
    public static string Read(string path)
    {
        try
        {
            return path == "-" ? Console.In.ReadToEnd() : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(Exit.Usage, $"the file {path} cannot be read: {e.Message}", inner: e);
        }
    }
}
