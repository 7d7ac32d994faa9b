using System.Globalization;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Server.Bench;

/// <summary>Punctuality: jobs that fire every second. Herd: many jobs that are due at one instant. How late do they start?</summary>
internal static class Lateness
{
    private const int PunctualJobs = 20;
    private const int HerdJobs = 500;
    private const int Slots = 500;

    // Time for the node to be up before the herd comes.
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Figure>> Punctuality(string? folder, int seconds, TimeProvider time, CancellationToken cancellation)
    {
        await using var bench = await BenchStore.Create(folder, time, cancellation);
        await using var store = bench.Open();
        for (int i = 0; i < PunctualJobs; i++)
        {
            await bench.AddJob(store, $"bench/punctual-{i}", "every 1 second", cancellation);
        }

        using var host = await bench.StartNode(Slots, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellation);
        await host.StopAsync(cancellation);
        return Figures("punctuality", await BenchStore.Runs(store, null, cancellation), $"{PunctualJobs} jobs each second for {seconds} s");
    }

    public static async Task<IReadOnlyList<Figure>> Herd(string? folder, TimeProvider time, CancellationToken cancellation)
    {
        await using var bench = await BenchStore.Create(folder, time, cancellation);
        await using var store = bench.Open();
        using var host = await bench.StartNode(Slots, cancellation);
        var due = DateTimeOffset.FromUnixTimeSeconds((await store.Now(cancellation) + Notice).ToUnixTimeSeconds());
        for (int i = 0; i < HerdJobs; i++)
        {
            if (await store.Now(cancellation) > due.AddSeconds(-1))
            {
                due = due.AddSeconds(2); // a slow machine is still making them
            }

            await bench.AddJob(store, $"bench/herd-{i}", $"once at {due.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}", cancellation);
        }

        await bench.Drained(store, HerdJobs, cancellation);
        await host.StopAsync(cancellation);
        var runs = await BenchStore.Runs(store, null, cancellation);
        var last = runs.Max(run => run.FinishedAt!.Value - run.Due);
        return
        [
            .. Figures("herd", runs, $"{HerdJobs} jobs due at one instant"),
            new Figure("herd", "until the last has ended", last.TotalMilliseconds, "ms", $"{HerdJobs} jobs due at one instant"),
        ];
    }

    private static IReadOnlyList<Figure> Figures(string name, IReadOnlyList<RunRecord> runs, string detail)
    {
        double[] late = [.. runs.Where(run => run.StartedAt is not null).Select(run => (run.StartedAt!.Value - run.Due).TotalMilliseconds)];
        return
        [
            new Figure(name, "late at start, median", Figure.Median(late), "ms", $"{detail}, {late.Length} runs"),
            new Figure(name, "late at start, 99 of 100 below", Figure.Percentile(late, 0.99), "ms", detail),
        ];
    }
}
