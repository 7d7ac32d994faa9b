using System.Runtime.Versioning;
using static Belfry.System.Tests.TickRecord;

namespace Belfry.System.Tests;

/// <summary>Another process locks the file, as a back-up or a database tool does (F25).</summary>
[UnsupportedOSPlatform("macos")]
[UnsupportedOSPlatform("freebsd")]
public sealed class LockedFileTests : IDisposable
{
    private const string Job = "each-second";

    // Where SQLite's locks are (sqlite.org/fileformat2.html and walformat.html): the shared lock of the file, and the one of
    // the writer in the index of its log.
    private const long SharedLock = 0x4000_0002;
    private const int SharedLockLength = 510;
    private const long WriterLock = 120;

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-locked-").FullName;

    private string Database => Path.Combine(folder, "store.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_server_that_starts_meanwhile_waits_for_it()
    {
        (await Executable.Run("migrate", "--store", $"sqlite:{Database}")).Code.ShouldBe(0);
        using var other = new FileStream(Database, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        other.Lock(SharedLock, SharedLockLength);
        await using var server = RunningServer.Launch(folder, Arguments);
        await Eventually.Is(() => Task.FromResult(server.Said.Contains("is locked by another process", StringComparison.Ordinal)), "it waits");
        other.Unlock(SharedLock, SharedLockLength);
        await server.Listens();
        (await server.Run("job", "list")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_runs_answers_503_meanwhile_and_records_every_tick_after()
    {
        await using var server = await Start();
        (await server.Run("job", "create", Job, "--schedule", "every 1 second", "--", "/bin/true")).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(() => server.RanAfter(Job, from), "runs are made");
        using (var other = new FileStream($"{Database}-shm", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            await Eventually.Is(() => Locked(other), "the file is locked");
            var refused = await server.Run("job", "create", "meanwhile", "--schedule", "@daily", "--", "/bin/true");
            refused.Code.ShouldBe(8, refused.Error);
            (await server.Run("job", "get", Job)).Code.ShouldBe(0);
            other.Unlock(WriterLock, 1);
        }

        var to = WholeSecond(DateTimeOffset.UtcNow);
        await Eventually.Is(() => server.RanAfter(Job, to), "work goes on by itself");
        await server.ShouldHaveEachSecond(Job, from, to);
    }

    private string[] Arguments => ["server", "--store", $"sqlite:{Database}", "--slots", "4", "--lease", "4s"];

    private Task<RunningServer> Start() => RunningServer.StartIn(folder, Arguments);

    private static Task<bool> Locked(FileStream file)
    {
        try
        {
            file.Lock(WriterLock, 1);
            return Task.FromResult(true);
        }
        catch (IOException)
        {
            // The server is writing just now.
            return Task.FromResult(false);
        }
    }
}
