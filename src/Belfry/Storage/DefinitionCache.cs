using System.Collections.Concurrent;
using Belfry.Jobs;

namespace Belfry.Storage;

/// <summary>
/// Parsed definitions by the id of their text, which never changes and is never used again; null is one that this version cannot
/// read.
/// </summary>
internal sealed class DefinitionCache
{
    private const int Capacity = 20_000;

    private readonly ConcurrentDictionary<long, JobDefinition?> parsed = new();

    public bool TryGet(long id, out JobDefinition? definition) => parsed.TryGetValue(id, out definition);

    public void Add(long id, JobDefinition? definition)
    {
        if (parsed.Count >= Capacity)
        {
            parsed.Clear();
        }

        parsed[id] = definition;
    }
}
