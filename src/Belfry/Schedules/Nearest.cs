namespace Belfry.Schedules;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Nearest
{
    private const int MaxGuesses = 3;

    /// <summary>The candidate within a third of the word's length in edits, or null.</summary>
    public static string? Word(string word, IEnumerable<string> candidates)
    {
        var best = candidates.Select(c => (Text: (string?)c, Edits: Distance(word, c))).DefaultIfEmpty((Text: null, Edits: int.MaxValue)).MinBy(c => c.Edits);
        return best.Edits <= Math.Max(1, word.Length / 3) ? best.Text : null;
    }

    /// <summary>The zone ids that look most like <paramref name="id"/>, by the whole id or by its city alone.</summary>
    public static IReadOnlyList<string> Zones(string id, IEnumerable<string> known) =>
        [.. known
            .Select(k => (Id: k, Edits: Math.Min(Distance(id, k), Distance(City(id), City(k)))))
            .OrderBy(k => k.Edits).ThenBy(k => Distance(id, k.Id)).ThenBy(k => k.Id, StringComparer.Ordinal)
            .Take(MaxGuesses)
            .Select(k => k.Id)];

    private static string City(string id) => id[(id.LastIndexOf('/') + 1)..];

    // Levenshtein, and two neighbours that changed places are one edit: the commonest slip of all. Letter case is nothing.
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var above = new int[b.Length + 1];
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            (before, above, row) = (above, row, before);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }
        return row[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
