using Belfry.Jobs;

namespace Belfry.Server.CommandLine;

/// <summary>What <c>-q</c> says: <c>key:value</c> pairs, and words that belong to no key.</summary>
internal sealed record QueryText(IReadOnlyList<(string Key, string Value)> Pairs, string? Words)
{
    /// <exception cref="Failure">A key is unknown; names the nearest.</exception>
    public static QueryText Parse(string? text, params string[] keys)
    {
        var pairs = new List<(string, string)>();
        var words = new List<string>();
        foreach (string token in text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            int colon = token.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                words.Add(token);
                continue;
            }

            pairs.Add((Known(token[..colon], keys), token[(colon + 1)..]));
        }

        return new QueryText(pairs, words.Count == 0 ? null : string.Join(' ', words));
    }

    private static string Known(string key, string[] keys)
    {
        if (keys.Contains(key))
        {
            return key;
        }

        string? guess = Spelling.Nearest(key, keys);
        throw new Failure(
            Exit.Usage,
            $"-q does not know '{key}:'; it takes {string.Join(", ", keys.Select(known => known + ":"))}.",
            next: guess is null ? null : $"Did you mean {guess}:?");
    }
}
