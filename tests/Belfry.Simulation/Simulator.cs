using System.Diagnostics;

namespace Belfry.Simulation;

/// <summary>Runs seeds.</summary>
internal static class Simulator
{
    /// <summary>One seed; throws when a promise broke. Answers the trace that each run of the seed must have.</summary>
    public static async Task<ulong> Run(ulong seed, TextWriter? log = null)
    {
        await using var scenario = new Scenario(seed, log);
        scenario.Run();
        return scenario.Trace;
    }

    public static async Task<bool> Replay(ulong seed, TextWriter output)
    {
        try
        {
            var trace = await Run(seed, output);
            await output.WriteLineAsync($"seed {seed}: every promise held, trace {trace:x16}");
            return true;
        }
        catch (PromiseBrokenException broken)
        {
            await output.WriteLineAsync(broken.Message);
            return false;
        }
    }

    public static async Task<int> Many(ulong from, ulong count, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var failed = 0;
        for (var seed = from; seed < from + count; seed++)
        {
            try
            {
                await Run(seed);
            }
            catch (Exception broken)
            {
                failed++;
                await output.WriteLineAsync($"seed {seed}: {broken.Message}");
            }
        }

        await output.WriteLineAsync(
            $"{count} seeds in {clock.Elapsed.TotalSeconds:0.0} s ({count / clock.Elapsed.TotalSeconds:0} a second), {failed} broke a promise");
        return failed;
    }
}
