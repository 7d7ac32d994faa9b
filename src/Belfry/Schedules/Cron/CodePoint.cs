using System.Globalization;

namespace Belfry.Schedules.Cron;

/// <summary>Names a character that cannot be seen or is easily taken for another.</summary>
internal static class CodePoint
{
    public static string Describe(string text, int at)
    {
        var value = char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];
        return $"U+{value:X4} {Name(value, text, at)}";
    }

    private static string Name(int value, string text, int at) => value switch
    {
        0x0000 => "NULL",
        0x000A => "LINE FEED",
        0x000B => "LINE TABULATION",
        0x000C => "FORM FEED",
        0x000D => "CARRIAGE RETURN",
        0x00A0 => "NO-BREAK SPACE",
        0x00AD => "SOFT HYPHEN",
        0x2007 => "FIGURE SPACE",
        0x2009 => "THIN SPACE",
        0x200B => "ZERO WIDTH SPACE",
        0x200E => "LEFT-TO-RIGHT MARK",
        0x2013 => "EN DASH",
        0x2014 => "EM DASH",
        0x202F => "NARROW NO-BREAK SPACE",
        0x2212 => "MINUS SIGN",
        0x2217 => "ASTERISK OPERATOR",
        0x3000 => "IDEOGRAPHIC SPACE",
        0xFEFF => "BYTE ORDER MARK",
        0xFF0A => "FULLWIDTH ASTERISK",
        _ => Kind(CharUnicodeInfo.GetUnicodeCategory(text, at), value, text, at),
    };

    private static string Kind(UnicodeCategory category, int value, string text, int at) => category switch
    {
        UnicodeCategory.DecimalDigitNumber => $"'{char.ConvertFromUtf32(value)}', a digit that is not 0-9",
        UnicodeCategory.Control => "a control character",
        UnicodeCategory.Format => "an invisible character",
        UnicodeCategory.Surrogate => "half of a surrogate pair",
        UnicodeCategory.SpaceSeparator => "a space that is not ' '",
        _ => $"'{text.Substring(at, char.IsSurrogatePair(text, at) ? 2 : 1)}'",
    };
}
