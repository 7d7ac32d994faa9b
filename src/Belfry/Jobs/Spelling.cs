namespace Belfry.Jobs;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest candidate, or null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) => Schedules.Nearest.Word(word, candidates);
}
