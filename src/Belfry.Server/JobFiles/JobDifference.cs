using System.Text.Json;
using Belfry.Jobs;

namespace Belfry.Server.JobFiles;

internal enum JobChangeKind
{
    Unchanged,
    Created,
    Changed,
}

/// <summary>A field that a file says otherwise than the server. Null where one of them says nothing.</summary>
internal sealed record FieldDifference(string Path, JsonElement? Before, JsonElement? After);

/// <summary>What applying an entry would do to a job.</summary>
/// <param name="Stored">The job as the server has it; null when it is new.</param>
/// <param name="Definition">What would be stored.</param>
internal sealed record JobDifference(
    JobChangeKind Kind, JobDefinition Definition, JobDefinition? Stored, IReadOnlyList<FieldDifference> Fields)
{
    public bool MovesTicks => Kind == JobChangeKind.Created || Fields.Any(difference => IsSchedule(difference.Path));

    public static JobDifference Of(JobEntry entry, JobDefinition? stored)
    {
        if (stored is null)
        {
            return new JobDifference(JobChangeKind.Created, entry.Definition, null, []);
        }

        var wanted = entry.SaysEnabled ? entry.Definition : entry.Definition with { Enabled = stored.Enabled };
        FieldDifference[] fields = [.. Between("", Tree(stored), Tree(wanted))];
        return new JobDifference(fields.Length == 0 ? JobChangeKind.Unchanged : JobChangeKind.Changed, wanted, stored, fields);
    }

    // The canonical form leaves out defaults, so that two ways of saying the same are no difference.
    private static JsonElement Tree(JobDefinition definition) => JsonElement.Parse(JobJson.Write(definition));

    private static IEnumerable<FieldDifference> Between(string path, JsonElement? before, JsonElement? after)
    {
        if (before is { ValueKind: JsonValueKind.Object } old && after is { ValueKind: JsonValueKind.Object } wanted)
        {
            var names = old.EnumerateObject().Concat(wanted.EnumerateObject()).Select(member => member.Name).Distinct();
            return names.SelectMany(name => Between(JsonReading.Join(path, name), Member(old, name), Member(wanted, name)));
        }

        bool same = before is { } left && after is { } right && JsonElement.DeepEquals(left, right);
        return same ? [] : [new FieldDifference(path, before, after)];
    }

    private static JsonElement? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : null;

    private static bool IsSchedule(string path) =>
        path is "schedule" or "zone" or "format" or "dayRule" or "start" or "end" or "calendars" or "onExcluded"
        || path.StartsWith("dst", StringComparison.Ordinal);
}
