using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>A drill as a process of its own, and the report it ends with.</summary>
internal static class DrillRun
{
    /// <summary>The sizes of the fault matrix, instead of ones that fit in between.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("BELFRY_TEST_FULL") == "1";

    // Long enough for each kind of a test to have its turn, on a machine that is not quick.
    public static int Seconds => Full ? 120 : 12;

    /// <summary>
    /// Promises about how soon. A machine that runs other tests meanwhile is late for reasons of its own, so only the full matrix
    /// holds drills to them; what is run, how often and by whom is judged always.
    /// </summary>
    private static readonly string?[] Timely = ["I5", "I7"];

    // A server that is starved or stopped while others load the machine has been seen to answer 500 in place of 503.
    private const string Answers = "answers";

    // A machine that others load may take minutes for the starts alone.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static int Jobs => Full ? 100 : 20;

    /// <summary>Faults by themselves at full size; all of them in turns in one drill otherwise.</summary>
    public static TheoryData<string> Kinds(params string[] kinds) => [.. Full ? kinds : [string.Join(',', kinds)]];

    /// <summary>Requires that no promise was broken, and answers the report.</summary>
    /// <param name="arguments">What the drill does.</param>
    public static async Task<JsonElement> Kept(params string[] arguments)
    {
        string[] all =
        [
            "drill", "--seconds", $"{Seconds}", "--jobs", $"{Jobs}", "--lease", "4s", "--seed", "20261121", "-o", "json", "--quiet", .. arguments,
        ];
        var ended = await Executable.Run(all, null, patience: TimeSpan.FromSeconds(Seconds) + Patience);
        ended.Code.ShouldBeOneOf(Full ? [0] : [0, 10], $"{ended.Error}{ended.Out}");
        var report = JsonElement.Parse(ended.Out);
        report.GetProperty("findings").EnumerateArray()
            .Where(finding => Full || !(Timely.Contains(finding.GetProperty("promise").GetString()) || finding.GetProperty("check").GetString() == Answers))
            .ShouldBeEmpty(ended.Out);

        // On a slow machine the jobs are there only after their first instants.
        Count(report, "expectedTicks").ShouldBeGreaterThan(0);
        Count(report, "lostTicks").ShouldBe(0);
        Count(report, "doubledTicks").ShouldBe(0);
        return report;
    }

    public static double Count(this JsonElement report, string figure) => report.GetProperty(figure).GetDouble();

    /// <summary>How often one of the faults happened. On a slow machine not each kind has its turn.</summary>
    /// <param name="kinds">As <c>--kinds</c> takes them.</param>
    public static int Happened(this JsonElement report, string kinds) =>
        kinds.Split(',').Sum(kind => report.GetProperty("faultsByKind").TryGetProperty(kind, out var count) ? count.GetInt32() : 0);
}
