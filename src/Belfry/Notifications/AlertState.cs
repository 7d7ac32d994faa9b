using System.Text.Json;
using System.Text.Json.Serialization;

namespace Belfry.Notifications;

/// <summary>How a job has been of late, as far as it decides who is told what.</summary>
internal sealed record AlertState
{
    public static AlertState Well { get; } = new();

    /// <summary>Runs that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them failed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Somebody was told that it fails.</summary>
    public bool Told { get; init; }

    /// <summary>The last run that succeeded was not as expected.</summary>
    public bool Warned { get; init; }

    /// <summary>Its runs overrun its interval.</summary>
    public bool Overruns { get; init; }

    /// <summary>A success changes something about it.</summary>
    [JsonIgnore]
    public bool IsUnwell => Failures > 0 || Told || Warned;

    public string Write() => JsonSerializer.Serialize(this, AlertStateJson.Default.AlertState);

    public static AlertState Read(string? json) =>
        json is null ? Well : JsonSerializer.Deserialize(json, AlertStateJson.Default.AlertState) ?? Well;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AlertState))]
internal sealed partial class AlertStateJson : JsonSerializerContext;
