using Microsoft.Win32.SafeHandles;

namespace Belfry.System.Tests;

/// <summary>A server that cannot use its store says so in one sentence, ends with 8 and leaves the file as it was.</summary>
public sealed class StoreFaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("belfry-store-").FullName;

    private string Database => Path.Combine(folder, "store.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        byte[] rubbish = [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 31))];
        File.WriteAllBytes(Database, rubbish);
        await Refused("is not a SQLite database");
        File.ReadAllBytes(Database).ShouldBe(rubbish);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused()
    {
        (await Executable.Run("migrate", "--store", $"sqlite:{Database}")).Code.ShouldBe(0);
        SetSchemaVersion(99);
        byte[] newer = File.ReadAllBytes(Database);
        await Refused("was written by a newer Belfry");
        File.ReadAllBytes(Database).ShouldBe(newer);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        Directory.Delete(folder);
        await Refused("does not exist");
        Directory.CreateDirectory(folder);
    }

    private async Task Refused(string reason)
    {
        var ended = await Executable.Run("server", "--store", $"sqlite:{Database}", "--urls", "http://127.0.0.1:0");
        ended.Code.ShouldBe(8);
        ended.Error.ShouldContain(reason);
        ended.Error.ShouldNotContain("   at ");
    }

    // The user version is a big-endian number at byte 60 of the header (sqlite.org/fileformat2.html).
    private void SetSchemaVersion(byte version)
    {
        using SafeFileHandle file = File.OpenHandle(Database, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, [0, 0, 0, version], 60);
    }
}
