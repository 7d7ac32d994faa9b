using System.Text.Json;

namespace Belfry.Jobs;

/// <summary>The words for an enumeration in JSON: its names in camelCase.</summary>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByWord =
        Enum.GetValues<T>().ToDictionary(value => Of(value), StringComparer.Ordinal);

    public static IEnumerable<string> All => ByWord.Keys;

    public static string Of(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static bool TryParse(string word, out T value) => ByWord.TryGetValue(word, out value);
}
