using System.Text;

namespace Belfry.Storage;

/// <summary>
/// Text as every store can keep it. A job may say anything in an error or its progress, and the end of its run must not be lost
/// over a character: NUL, which PostgreSQL refuses, and halves of surrogate pairs, which no UTF-8 has, become U+FFFD.
/// </summary>
internal static class StoredText
{
    public static string Of(string text) => IsStorable(text) ? text : Mended(text);

    /// <summary>Text that comes back as it was given.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
        {
            return false;
        }

        for (int at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return false;
            }

            text = text[(at + 2)..];
        }

        return true;
    }

    // Runes are whole characters; what is half of one comes as U+FFFD.
    private static string Mended(string text)
    {
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            mended.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return mended.ToString();
    }
}
