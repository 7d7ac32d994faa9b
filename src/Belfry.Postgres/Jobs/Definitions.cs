using System.Text.Json;
using Belfry.Jobs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Texts of definitions: one row for all revisions and runs that share a text.</summary>
internal static class Definitions
{
    private const string TextsSql = "select id, text from belfry.definition where id = any ($1)";

    /// <summary>Those of the definitions that this version of Belfry can read, by id.</summary>
    public static async ValueTask<IReadOnlyDictionary<long, JobDefinition>> Get(Session session, IEnumerable<long> ids)
    {
        var found = new Dictionary<long, JobDefinition>();
        var unknown = new HashSet<long>();
        foreach (long id in ids)
        {
            if (session.Definitions.TryGet(id, out var definition))
            {
                found[id] = definition!;
            }
            else
            {
                unknown.Add(id);
            }
        }

        if (unknown.Count > 0)
        {
            foreach (var (id, text) in await session.All(TextsSql, row => (row.GetInt64(0), row.GetString(1)), Numbers(unknown)))
            {
                if (TryRead(text) is { } definition)
                {
                    session.Definitions.Add(id, definition);
                    found[id] = definition;
                }
            }
        }

        return found;
    }

    private static JobDefinition? TryRead(string text)
    {
        try
        {
            return JobJson.Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
