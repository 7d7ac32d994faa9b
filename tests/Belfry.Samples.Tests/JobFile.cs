using Belfry.Jobs;
using YamlDotNet.Serialization;

namespace Belfry.Samples.Tests;

/// <summary>The jobs of a file, as a server would store them.</summary>
internal static class JobFile
{
    public static IReadOnlyList<JobDefinition> Read(string name)
    {
        var yaml = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name));
        var file = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<Dictionary<string, List<object>>>(yaml);
        var json = new SerializerBuilder().JsonCompatible().Build();
        return [.. file["jobs"].Select(job => JobJson.Read(json.Serialize(job)))];
    }
}
