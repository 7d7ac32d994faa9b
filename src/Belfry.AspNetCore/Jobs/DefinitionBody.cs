using System.Text.Json;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;
using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary>A definition in a request's body.</summary>
internal static class DefinitionBody
{
    public static async Task<JobDefinition> Read(HttpRequest request) => Valid(JobJson.TryRead(await JsonBody.Read(request)));

    /// <summary>A definition for the job in the address: the name in the body may be left out, but not be another.</summary>
    public static JobDefinition For(string name, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return Valid(JobJson.TryRead(body));
        }

        var fields = body.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
        fields.TryAdd("name", JsonSerializer.SerializeToElement(name));
        var definition = Valid(JobJson.TryRead(JsonSerializer.SerializeToElement(fields)));
        return definition.Name == name
            ? definition
            : throw new JobInvalidException([new JobProblem("name", $"is '{definition.Name}', but the address says '{name}'; jobs cannot be renamed.")]);
    }

    public static JobDefinition Valid(JobReading reading) => reading.Definition ?? throw new JobInvalidException(reading.Problems);
}
