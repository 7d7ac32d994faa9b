using System.Text.Json;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Jobs;

/// <summary>One word for a job's two switches.</summary>
internal static class JobState
{
    public static string Of(JsonElement job) => (job.At("enabled")?.GetBoolean(), job.At("paused")?.ValueKind) switch
    {
        (false, _) => "disabled",
        (_, JsonValueKind.True or JsonValueKind.Object) => "paused",
        _ => "enabled",
    };
}
