using System.Collections.Frozen;
using Belfry.Jobs;

namespace Belfry.Storage;

/// <summary>The words for an enumeration as the tables hold them: numbers would change their meaning with the order.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, EnumWords<T>.Of);

    private static readonly FrozenDictionary<string, T> ByWord =
        ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Of(T value) => ByValue[value];

    public static T Value(string word) => ByWord[word];
}
