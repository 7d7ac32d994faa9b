namespace Etl;

/// <summary>Where the steps leave their files for each other, one folder a day.</summary>
internal sealed class Folders(string root)
{
    public string Root { get; } = Directory.CreateDirectory(root).FullName;

    public string Extracted(DateOnly day) => Path.Combine(OfDay(day), "extracted.csv");

    public string Transformed(DateOnly day) => Path.Combine(OfDay(day), "transformed.csv");

    public string Report(string region, DateOnly day) => Path.Combine(OfDay(day), $"report-{region}.txt");

    public IEnumerable<(DateOnly Day, string Path)> Days() => Directory.EnumerateDirectories(Root)
        .Select(path => (DateOnly.TryParseExact(Path.GetFileName(path), "O", out var day) ? day : default, path))
        .Where(found => found.Item1 != default);

    /// <summary>Writes a file as a whole: whoever finds it finds all of it.</summary>
    public static async Task WriteAsync(string path, IEnumerable<string> lines, CancellationToken cancellation)
    {
        var unfinished = $"{path}.{Guid.NewGuid():n}";
        await File.WriteAllLinesAsync(unfinished, lines, cancellation);
        File.Move(unfinished, path, overwrite: true);
    }

    private string OfDay(DateOnly day) => Directory.CreateDirectory(Path.Combine(Root, day.ToString("O"))).FullName;
}
