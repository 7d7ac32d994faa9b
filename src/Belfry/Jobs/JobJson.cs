namespace Belfry.Jobs;

/// <summary>The one JSON form of a definition: in the store, over REST, and (as YAML) in job files.</summary>
internal static class JobJson
{
    public static string Write(JobDefinition definition) => throw new NotImplementedException(definition.Name);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static JobDefinition Read(string json) => throw new NotImplementedException(json);
}
