using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>-q</c> of job lists as parameters of the request.</summary>
internal static class JobQueryText
{
    public static IEnumerable<(string Name, string? Value)> Parameters(string? text)
    {
        var query = QueryText.Parse(text, "tag", "state", "status");
        foreach (var (key, value) in query.Pairs)
        {
            yield return key == "tag" ? ("tag", value) : State(value);
        }

        yield return ("q", query.Words);
    }

    /// <summary>The same without states, for what is about enabled jobs only.</summary>
    public static IEnumerable<(string Name, string? Value)> Labels(string? text)
    {
        var query = QueryText.Parse(text, "tag");
        return [.. query.Pairs.Select(pair => (pair.Key, (string?)pair.Value)), ("q", query.Words)];
    }

    private static (string Name, string? Value) State(string word) => word switch
    {
        "enabled" => ("enabled", "true"),
        "disabled" => ("enabled", "false"),
        "paused" => ("paused", "true"),
        _ => throw new Failure(Exit.Usage, $"a job's state is enabled, disabled or paused, not '{word}'."),
    };
}
