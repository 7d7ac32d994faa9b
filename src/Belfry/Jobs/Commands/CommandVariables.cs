using System.Collections;

namespace Belfry.Jobs.Commands;

internal static class CommandVariables
{
    public const string Prefix = "BELFRY_";
    public const string RunId = "BELFRY_RUN_ID";
    public const string FencingToken = "BELFRY_FENCING_TOKEN";
    public const string Node = "BELFRY_NODE";

    public static StringComparison NameComparison =>
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static StringComparer NameComparer => StringComparer.FromComparison(NameComparison);

    // The server's BELFRY_* variables hold its keys and its store's password: they end here.
    public static Dictionary<string, string> ForChild(CommandSpec spec, IReadOnlyDictionary<string, string> belfryVariables)
    {
        var child = new Dictionary<string, string>(NameComparer);
        foreach (DictionaryEntry inherited in Environment.GetEnvironmentVariables())
        {
            if (inherited is { Key: string name, Value: string value } && !name.StartsWith(Prefix, NameComparison))
            {
                child[name] = value;
            }
        }
        foreach ((string name, string value) in spec.Environment.Concat(belfryVariables))
        {
            child[name] = value;
        }
        return child;
    }

    // The token is part of it: a later attempt of the same run may already be alive on this host, and is not ours to end.
    public static IReadOnlyList<string> MarksOf(IReadOnlyDictionary<string, string> environment) =>
        environment.ContainsKey(RunId)
            ? [.. from name in (string[])[RunId, FencingToken] where environment.ContainsKey(name) select $"{name}={environment[name]}"]
            : [];
}
