using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary><c>limit: {running, starts, per}</c>. No <c>limit</c> is none.</summary>
internal static class LimitJson
{
    public static LimitPolicy? Read(JsonFields job)
    {
        if (job.Object("limit") is not { } limit)
        {
            return null;
        }

        var policy = Fields(limit);
        limit.Close();
        return policy;
    }

    /// <summary>The fields of a limit, wherever they stand.</summary>
    public static LimitPolicy Fields(JsonFields limit) => new(limit.Whole("running"), limit.Whole("starts"), limit.Duration("per"));

    public static void Write(Utf8JsonWriter json, LimitPolicy? limit, DurationForm durations)
    {
        if (limit is null)
        {
            return;
        }

        json.WriteStartObject("limit");
        if (limit.Running is { } running)
        {
            json.WriteNumber("running", running);
        }

        if (limit.Starts is { } starts)
        {
            json.WriteNumber("starts", starts);
        }

        JobJsonWriter.Duration(json, "per", limit.Per, durations);
        json.WriteEndObject();
    }
}
