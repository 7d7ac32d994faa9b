using System.Text.Json;
using System.Text.Json.Serialization;

namespace Belfry.Storage;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobPause))]
[JsonSerializable(typeof(JobOff))]
internal sealed partial class PauseJson : JsonSerializerContext
{
    public static string? Write(JobPause? pause) =>
        pause is null ? null : JsonSerializer.Serialize(pause, Default.JobPause);

    public static JobPause? Read(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, Default.JobPause);

    public static string Write(JobOff off) => JsonSerializer.Serialize(off, Default.JobOff);

    public static JobOff? ReadOff(string? text) => text is null ? null : JsonSerializer.Deserialize(text, Default.JobOff);
}
