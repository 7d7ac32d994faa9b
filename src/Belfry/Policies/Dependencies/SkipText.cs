using System.Text.Json;
using Belfry.Runs;

namespace Belfry.Policies.Dependencies;

/// <summary>A skip of one job in the records of those that follow it.</summary>
internal static class SkipText
{
    // Along a chain each record tells of the one before it.
    private const int MostText = 300;

    /// <summary>Goes on from the name of the job.</summary>
    public static string DidNotRun(SkipReason reason, string? detail)
    {
        string text = $"did not run: {JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString())}{(detail is null ? "" : $" ({detail})")}";
        return text.Length <= MostText ? text : string.Concat(text.AsSpan(0, MostText - 1), "…");
    }
}
