namespace Belfry.Storage;

/// <summary>The ids that begin with some digits.</summary>
internal static class IdPrefix
{
    private const int Digits = 32;

    /// <summary>The first and the last of them; null when the text is no beginning of an id.</summary>
    public static (Guid First, Guid Last)? Range(string idOrPrefix)
    {
        string prefix = idOrPrefix.Replace("-", "", StringComparison.Ordinal);
        return prefix.Length is 0 or > Digits || !prefix.All(char.IsAsciiHexDigit)
            ? null
            : (Guid.Parse(prefix.PadRight(Digits, '0')), Guid.Parse(prefix.PadRight(Digits, 'f')));
    }
}
