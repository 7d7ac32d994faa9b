using static Belfry.System.Tests.TickRecord;

namespace Belfry.System.Tests;

/// <summary>A server whose disk is full: it says so, loses nothing that it acknowledged, and goes on when there is space (F23).</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const string Job = "each-second";

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-disk-").FullName;
    private RunningServer server = null!;

    private string Disk => Path.Combine(folder, "disk");

    // The server's own view of its small disk, which nobody else sees: it goes with the server.
    private string Filler => $"/proc/{server.ProcessId}/root{Disk}/filler";

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Disk);
        server = await RunningServer.StartIn(
            folder,
            new Dictionary<string, string>(),
            ["unshare", .. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--map-root-user"], "--mount", "sh", "-c",
                "mount -t tmpfs -o size=6m tmpfs \"$0\" && exec \"$@\"", Disk],
            "server", "--store", $"sqlite:{Disk}/store.db", "--slots", "4", "--lease", "4s");
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Writes_are_refused_reads_go_on_and_no_tick_is_lost()
    {
        (await server.Run("job", "create", Job, "--schedule", "every 1 second", "--", "/bin/true")).Code.ShouldBe(0);
        var from = WholeSecond(DateTimeOffset.UtcNow.AddSeconds(1));
        await Eventually.Is(() => server.RanAfter(Job, from), "runs are made");

        // Full until the scheduler itself has been refused: a store can live from what it has set aside for a while.
        await Eventually.Is(() => Fill(() => server.Said.Contains("is full", StringComparison.Ordinal)), "the scheduler is refused");
        var refused = await server.Run("job", "create", "too-late", "--schedule", "@daily", "--", "/bin/true");
        refused.Code.ShouldBe(8, refused.Error);
        (await server.Run("job", "get", Job)).Code.ShouldBe(0);

        File.Delete(Filler);
        var to = WholeSecond(DateTimeOffset.UtcNow);
        await Eventually.Is(() => server.RanAfter(Job, to), "work goes on by itself");
        await server.ShouldHaveEachSecond(Job, from, to);
        (await server.Run("job", "get", "too-late")).Code.ShouldBe(3);
    }

    private Task<bool> Fill(Func<bool> enough)
    {
        try
        {
            using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            byte[] block = new byte[4096];
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }

        return Task.FromResult(enough());
    }
}
