namespace Belfry.Schedules.Texts;

/// <summary>Whole numbers in the ten ASCII digits; other scripts' digits are letters here.</summary>
internal static class NumberText
{
    /// <summary>The number, or -1 for anything else and for more than <paramref name="digits"/> digits.</summary>
    public static int Read(ReadOnlySpan<char> text, int digits)
    {
        if (text.IsEmpty || text.Length > digits)
            return -1;
        var value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return -1;
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
