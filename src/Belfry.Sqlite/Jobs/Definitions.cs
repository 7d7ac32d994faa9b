using System.Text.Json;
using Belfry.Jobs;

namespace Belfry.Sqlite;

/// <summary>Texts of definitions: one row for all revisions and runs that share a text.</summary>
internal static class Definitions
{
    private const string TextSql = "select text from definition where id = @id";

    /// <exception cref="JsonException">This version of Belfry cannot read the text.</exception>
    public static JobDefinition Get(Session session, long id)
    {
        if (session.Definitions.TryGet(id, out var definition))
        {
            return definition ?? throw new JsonException($"Definition {id} cannot be read.");
        }

        try
        {
            definition = JobJson.Read(session.First(TextSql, row => row.GetString(0), id)
                ?? throw new JsonException($"There is no definition {id}."));
        }
        catch (JsonException)
        {
            // Texts never change: what cannot be read once never can, and the Firer asks for it once a second.
            session.Definitions.Add(id, null);
            throw;
        }

        session.Definitions.Add(id, definition);
        return definition;
    }

    /// <summary>The definition, or null when this version of Belfry cannot read it.</summary>
    public static JobDefinition? TryGet(Session session, long id)
    {
        try
        {
            return Get(session, id);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private const string InsertSql = "insert into definition (job, text) values (@job, @text) returning id";

    /// <summary>The id of the definition's text: that of <paramref name="current"/> when it has not changed.</summary>
    public static long Keep(Session session, JobDefinition definition, long? current)
    {
        var text = JobJson.Write(definition);
        return current is { } id && session.First(TextSql, row => row.GetString(0), id) == text
            ? id
            : session.Number(InsertSql, definition.Name, text)!.Value;
    }
}
