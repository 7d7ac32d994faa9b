namespace Belfry.Jobs;

/// <summary>The order in which definitions can be saved one by one: each after those it follows. Pure.</summary>
internal static class UpstreamFirst
{
    /// <summary>Otherwise in the order in which they came. Of a circle one has to be first; saving it is refused, and says why.</summary>
    public static IReadOnlyList<T> Order<T>(IReadOnlyList<T> items, Func<T, JobDefinition> definition)
    {
        var byName = items.DistinctBy(item => definition(item).Name).ToDictionary(item => definition(item).Name, StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var ordered = new List<T>(items.Count);
        foreach (var item in items)
        {
            Place(item);
        }

        return ordered;

        void Place(T item)
        {
            if (placed.Add(definition(item).Name))
            {
                foreach (string name in definition(item).After)
                {
                    if (byName.TryGetValue(name, out var upstream))
                    {
                        Place(upstream);
                    }
                }

                ordered.Add(item);
            }
        }
    }
}
