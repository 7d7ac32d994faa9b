using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Belfry.Jobs;

/// <summary>Numbers that a run reports of its work, by name.</summary>
internal static partial class RunNumbers
{
    /// <summary>So that a job that invents names does not fill the store.</summary>
    public const int Most = 100;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]{0,99}\\z")]
    private static partial Regex Grammar();

    /// <summary>What is wrong with a number's name, in words that go on from it; null when nothing is.</summary>
    public static string? NameProblem(string name) =>
        Grammar().IsMatch(name) ? null : "is not a name: use letters, digits and _ . - and begin with a letter, such as rows.";

    public static string? Write(IReadOnlyDictionary<string, double>? numbers) => numbers is { Count: > 0 }
        ? JsonSerializer.Serialize(new SortedDictionary<string, double>(numbers.ToDictionary(), StringComparer.Ordinal), FindingsJson.Default.SortedDictionaryStringDouble)
        : null;

    public static IReadOnlyDictionary<string, double> Read(string? json) =>
        json is not null && JsonSerializer.Deserialize(json, FindingsJson.Default.DictionaryStringDouble) is { } numbers
            ? numbers
            : ReadOnlyDictionary<string, double>.Empty;
}

/// <summary>Sentences about a run that succeeded against what its job expects.</summary>
internal static class RunWarnings
{
    public static string? Write(IReadOnlyList<string> warnings) =>
        warnings.Count == 0 ? null : JsonSerializer.Serialize([.. warnings], FindingsJson.Default.StringArray);

    public static IReadOnlyList<string> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, FindingsJson.Default.StringArray) ?? [];
}

[JsonSerializable(typeof(SortedDictionary<string, double>))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class FindingsJson : JsonSerializerContext;
