using System.Text.Json;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Diagnosis;

internal enum FindingKind
{
    Ok,
    Warning,
    Failed,
}

/// <summary>What doctor found out about one thing.</summary>
internal sealed record Finding(string Subject, FindingKind Kind, string Text)
{
    public static Finding Ok(string subject, string text) => new(subject, FindingKind.Ok, text);
    public static Finding Warning(string subject, string text) => new(subject, FindingKind.Warning, text);
    public static Finding Failed(string subject, string text) => new(subject, FindingKind.Failed, text);

    public JsonElement ToJson() => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("subject", Subject);
        json.WriteString("state", Kind switch { FindingKind.Ok => "ok", FindingKind.Warning => "warning", _ => "failed" });
        json.WriteString("text", Text);
        json.WriteEndObject();
    });
}
