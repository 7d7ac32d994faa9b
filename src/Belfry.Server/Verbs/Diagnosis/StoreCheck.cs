using System.Diagnostics;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;
using Belfry.Storage;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary>Is the store there, does it answer, and is there room for it to grow?</summary>
internal static class StoreCheck
{
    private const long LeastFreeBytes = 1L << 30;
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GreatestSkew = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Finding>> Run(SettingValues settings, TimeProvider time, CancellationToken cancellation)
    {
        if (StoreAddress.IsMemory(settings.Store))
        {
            return [Finding.Warning("store", "It is kept in memory and gone when the process ends.")];
        }

        return StoreAddress.IsServer(settings.Store)
            ? await Server(settings, time, cancellation)
            : await InFile(Path.GetFullPath(StoreAddress.File(settings.Store)), settings, time, cancellation);
    }

    private static async Task<IReadOnlyList<Finding>> Server(SettingValues settings, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return await Answers(settings, time, cancellation);
        }
        catch (StoreException e)
        {
            return [Finding.Failed("store", e.Message)];
        }
    }

    private static async Task<IReadOnlyList<Finding>> InFile(
        string file, SettingValues settings, TimeProvider time, CancellationToken cancellation)
    {
        var disk = Disk(file);
        if (!File.Exists(file))
        {
            return [Finding.Warning("store", $"{file} is not there yet; a node makes it when it starts."), disk];
        }

        try
        {
            return [.. await Answers(settings, time, cancellation), Finding.Ok("store size", $"{Bytes(new FileInfo(file).Length)} in {file}"), disk];
        }
        catch (StoreException e)
        {
            return [Finding.Failed("store", e.Message), disk];
        }
    }

    private static async Task<IReadOnlyList<Finding>> Answers(SettingValues settings, TimeProvider time, CancellationToken cancellation)
    {
        await using var store = OpenedStore.Of(settings, time);
        await store.Now(cancellation);
        var watch = Stopwatch.StartNew();
        var now = await store.Now(cancellation);
        var answer = watch.Elapsed;
        var skew = now - time.GetUtcNow();
        string took = $"{store.Description} answers in {answer.TotalMilliseconds:0.00} ms";
        return
        [
            answer < SlowAnswer ? Finding.Ok("store", took) : Finding.Warning("store", took),
            skew.Duration() < GreatestSkew
                ? Finding.Ok("clock", $"{skew.TotalMilliseconds:+0;-0;0} ms off the store's")
                : Finding.Warning("clock", $"The store's clock is {skew.TotalSeconds:+0.0;-0.0} s off this machine's; the store's counts."),
        ];
    }

    private static Finding Disk(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        if (!Directory.Exists(folder))
        {
            return Finding.Failed("disk", $"There is no folder {folder} for the store.");
        }

        long free = new DriveInfo(folder).AvailableFreeSpace;
        string text = $"{Bytes(free)} free for {folder}";
        return free >= LeastFreeBytes ? Finding.Ok("disk", text) : Finding.Warning("disk", $"{text}; the store needs room to grow.");
    }

    private static string Bytes(long bytes) => bytes >= 1L << 30 ? $"{bytes / (double)(1L << 30):0.0} GiB" : $"{bytes / (double)(1L << 20):0.0} MiB";
}
