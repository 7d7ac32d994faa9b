namespace Belfry.Jobs;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>The nearest candidate, or null when none is near: more than a third of the word would have to change.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var (nearest, distance) = candidates
            .Select(candidate => (candidate, Distance: Distance(word, candidate)))
            .DefaultIfEmpty((candidate: "", Distance: int.MaxValue))
            .MinBy(found => found.Distance);
        return distance <= Math.Max(1, Math.Min(word.Length, nearest.Length) / 3) ? nearest : null;
    }

    /// <summary>Letters to add, drop, change or swap with their neighbour, letter case aside.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 100 || b.Length > 100)
        {
            return int.MaxValue;
        }

        var cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Step(i, j);
            }
        }

        return cost[a.Length, b.Length];

        int Step(int i, int j)
        {
            int least = Math.Min(
                Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1,
                cost[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
            bool swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
            return swapped ? Math.Min(least, cost[i - 2, j - 2] + 1) : least;
        }
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
