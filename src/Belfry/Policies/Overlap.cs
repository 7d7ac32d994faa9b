using System.Globalization;
using Belfry.Jobs;

namespace Belfry.Policies;

/// <summary>What a tick does when another run of its job has not ended.</summary>
internal static class Overlap
{
    /// <summary>So many runs of a job may wait for each other; what comes due beyond them is skipped.</summary>
    public const int GreatestLine = 1_000;

    public static string LineIsFull { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{GreatestLine:N0} runs of the job wait already");

    /// <summary>The rule would skip or replace, and until the tick's instant the run in the way may have ended.</summary>
    public static bool IsTooEarly(OverlapRule rule, bool isAhead, bool isOtherInTheWay) =>
        isAhead && isOtherInTheWay && rule is OverlapRule.Skip or OverlapRule.Replace;

    public static string HadNotEnded(DateTimeOffset due) =>
        string.Create(CultureInfo.InvariantCulture, $"the run of {due.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z had not ended");
}
