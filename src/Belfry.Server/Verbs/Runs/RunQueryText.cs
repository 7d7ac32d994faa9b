using Belfry.Jobs;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>-q</c> of run lists as parameters of the request: <c>job:NAME state:failed,dead started:&lt;24h</c>.</summary>
internal static class RunQueryText
{
    public static IEnumerable<(string Name, string? Value)> Parameters(Invocation call)
    {
        var query = QueryText.Parse(call.Query, "job", "state", "status", "started");
        if (query.Words is { } words)
        {
            throw new Failure(Exit.Usage, $"runs cannot be searched for '{words}'.", next: "Filter them with job:NAME, state:failed or started:<24h.");
        }

        return query.Pairs.Select(pair => pair.Key switch
        {
            "status" => ("state", pair.Value),
            "started" => ("from", (string?)InstantText.Write(call.Time.GetUtcNow() - Age(pair.Value))),
            _ => (pair.Key, pair.Value),
        });
    }

    private static TimeSpan Age(string text) => DurationText.TryParse(text.TrimStart('<'), out var age)
        ? age
        : throw new Failure(Exit.Usage, $"started: takes an age such as <24h, not '{text}'.");
}
