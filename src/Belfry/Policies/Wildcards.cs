namespace Belfry.Policies;

/// <summary>Texts in which a star stands for anything. No regular expressions: what users write must not be able to hang a node.</summary>
internal static class Wildcards
{
    /// <summary>Whether the whole text matches; at most the product of both lengths in steps.</summary>
    public static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, StringComparison comparison)
    {
        var (p, t) = (0, 0);
        var (star, from) = (-1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, t);
            }
            else if (p < pattern.Length && pattern.Slice(p, 1).Equals(text.Slice(t, 1), comparison))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                // The newest star takes one character more; older ones need not change.
                (p, t) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
