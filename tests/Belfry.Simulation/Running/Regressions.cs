using System.Globalization;
using System.Runtime.CompilerServices;

namespace Belfry.Simulation;

/// <summary>Seeds that once broke a promise: they are played first, for ever.</summary>
internal static class Regressions
{
    private const string FileName = "regression-seeds.txt";

    public static IReadOnlyList<ulong> Seeds { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, FileName))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0)
            .Select(line => ulong.Parse(line, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Keeps a failing seed in the source tree, if that is where this runs.</summary>
    public static void Keep(Outcome failed)
    {
        var file = Path.Combine(SourceFolder(), FileName);
        var seed = failed.Setting.Seed;
        if (File.Exists(file) && !Seeds.Contains(seed) && failed.Broken is PromiseBrokenException broken)
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{seed} # {broken.Promise}{Environment.NewLine}"));
        }
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..");
}
