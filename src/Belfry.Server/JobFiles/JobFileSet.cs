using Belfry.Server.CommandLine;

namespace Belfry.Server.JobFiles;

/// <summary>All jobs of some files and folders, or all that is wrong with them.</summary>
internal static class JobFileSet
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <param name="paths">Files, folders (read with everything below), or <c>-</c> for standard input.</param>
    public static IReadOnlyList<JobEntry> Read(IEnumerable<string> paths)
    {
        var problems = new List<string>();
        JobEntry[] entries = [.. paths.SelectMany(Files).SelectMany(file => JobFile.Parse(file, TextFile.Read(file), problems))];
        foreach (var name in entries.GroupBy(entry => entry.Definition.Name))
        {
            problems.AddRange(name.Skip(1).Select(again => $"{again.Place}: the job {name.Key} is defined in {name.First().Place} already."));
        }

        return problems.Count == 0 ? entries : throw new Failure(
            Exit.Usage,
            problems.Count == 1 ? "there is a problem in the job files:" : $"there are {problems.Count} problems in the job files:",
            "Nothing was changed.")
        {
            Details = problems,
        };
    }

    private static IEnumerable<string> Files(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path == "-" || File.Exists(path) ? path : throw new Failure(Exit.Usage, $"there is no file or folder {path}.")];
        }

        string[] files = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Endings.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new Failure(Exit.Usage, $"there are no job files in {path}.", next: "They end with .yaml, .yml or .json.");
    }
}
