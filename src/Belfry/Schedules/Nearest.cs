namespace Belfry.Schedules;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Nearest
{
    private const int MaxGuesses = 3;

    /// <summary>The candidate within a third of the word's length in edits, or null.</summary>
    public static string? Word(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Text: c, Edits: Distance(word, c))).MinBy(c => c.Edits);
        return best.Text is not null && best.Edits <= Math.Max(1, word.Length / 3) ? best.Text : null;
    }

    /// <summary>The zone ids that look most like <paramref name="id"/>, by the whole id or by its city alone.</summary>
    public static IReadOnlyList<string> Zones(string id, IEnumerable<string> known) =>
        [.. known
            .Select(k => (Id: k, Edits: Math.Min(Distance(id, k), Distance(City(id), City(k)))))
            .OrderBy(k => k.Edits).ThenBy(k => Distance(id, k.Id)).ThenBy(k => k.Id, StringComparer.Ordinal)
            .Take(MaxGuesses)
            .Select(k => k.Id)];

    private static string City(string id) => id[(id.LastIndexOf('/') + 1)..];

    // Levenshtein, letters compared without case; one row is kept.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var substituted = diagonal + (char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substituted, Math.Min(diagonal, row[j]) + 1);
            }
        }
        return row[b.Length];
    }
}
