using System.Globalization;

namespace Belfry.Simulation;

/// <summary><c>--seed N</c> replays one seed with its whole history; <c>--seeds N [--from N]</c> runs many.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (Number(args, "--seed") is { } seed)
        {
            return await Simulator.Replay(seed, Console.Out) ? 0 : 1;
        }

        var from = Number(args, "--from") ?? 0;
        var failed = await Simulator.Many(from, Number(args, "--seeds") ?? 2_000, Console.Out);
        return failed == 0 ? 0 : 1;
    }

    private static ulong? Number(string[] args, string flag)
    {
        var at = Array.IndexOf(args, flag);
        return at >= 0 && at + 1 < args.Length ? ulong.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
    }
}
