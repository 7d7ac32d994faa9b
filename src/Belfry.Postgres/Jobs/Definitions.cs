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

    private const string TextSql = "select text from belfry.definition where id = $1";
    private const string InsertSql = "insert into belfry.definition (job, text) values ($1, $2) returning id";

    /// <summary>The id of the definition's text: that of <paramref name="current"/> when it has not changed.</summary>
    public static async ValueTask<long> Keep(Session session, JobDefinition definition, long? current)
    {
        string text = JobJson.Write(definition);
        return current is { } id && await session.First(TextSql, row => row.GetString(0), Number(id)) == text
            ? id
            : (await session.Number(InsertSql, Text(definition.Name), Text(text)))!.Value;
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
