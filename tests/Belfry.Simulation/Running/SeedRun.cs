using System.Diagnostics;

namespace Belfry.Simulation;

/// <summary>Plays many seeds; those that once failed come first.</summary>
internal static class SeedRun
{
    /// <summary>What a push has time for.</summary>
    public const int UsualSeeds = 2_000;

    /// <param name="within">No seed begins after this time; null is no limit.</param>
    public static bool Run(ulong from, int count, TimeSpan? within, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var seeds = Regressions.Seeds.Concat(Enumerable.Range(0, count).Select(i => from + (ulong)i));
        var failed = 0;
        var batch = Batch.Run(seeds.Distinct().Select(Setting.Of), outcome =>
        {
            if (outcome.Broken is { } broken)
            {
                failed++;
                output.WriteLine(broken is PromiseBrokenException ? broken.Message : $"{outcome.Setting.CommandLine}: {broken}");
                Regressions.Keep(outcome);
            }

            return within is null || clock.Elapsed < within;
        });
        output.WriteLine(
            $"{batch.Played:N0} seeds in {batch.Time.TotalSeconds:0.0} s ({batch.Played / batch.Time.TotalSeconds:0} a second, {Environment.ProcessorCount} side by side), {failed} broke a promise{(batch.Played < count ? $"; {count:N0} did not fit" : "")}");
        return failed == 0;
    }
}
