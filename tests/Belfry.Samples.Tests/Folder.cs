namespace Belfry.Samples.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("belfry-sample-");

    public string Path => directory.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => directory.Delete(recursive: true);
}
