namespace Belfry.Policies.Dependencies;

/// <summary>Which jobs follow which, by name.</summary>
/// <param name="after">For each job that exists, the jobs it follows.</param>
internal sealed class DependencyGraph(IReadOnlyDictionary<string, IReadOnlyList<string>> after)
{
    /// <summary>The names that a job says it follows and that are no jobs, in its order.</summary>
    public IReadOnlyList<string> Unknown(string job) => [.. After(job).Where(name => !after.ContainsKey(name))];

    /// <summary>The jobs that follow this one directly, by name.</summary>
    public IReadOnlyList<string> Followers(string job) =>
        [.. after.Where(pair => pair.Value.Contains(job)).Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>
    /// A way from a job back to itself along "follows", one of the shortest, with the job at both ends; null when there is none.
    /// Where the graph had no cycle before an edit of this job, null means that it has none after it.
    /// </summary>
    public IReadOnlyList<string>? Cycle(string job)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var next = new Queue<string>([job]);
        while (next.TryDequeue(out string? at))
        {
            foreach (string name in After(at))
            {
                if (name == job)
                {
                    return [.. Way(cameFrom, at), job];
                }

                if (cameFrom.TryAdd(name, at))
                {
                    next.Enqueue(name);
                }
            }
        }

        return null;
    }

    private IReadOnlyList<string> After(string job) => after.TryGetValue(job, out var names) ? names : [];

    private static List<string> Way(Dictionary<string, string> cameFrom, string to)
    {
        var way = new List<string> { to };
        while (cameFrom.TryGetValue(way[^1], out string? before))
        {
            way.Add(before);
        }

        way.Reverse();
        return way;
    }
}
