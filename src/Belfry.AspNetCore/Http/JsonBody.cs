using System.Text.Json;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>Reads request bodies strictly: JSON by its content type, at most 1 MiB, no field that nobody knows.</summary>
internal static class JsonBody
{
    public const int MaxBytes = 1024 * 1024;

    public static async Task<JsonElement> Read(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestRefused(415, "Send the body as Content-Type: application/json.");
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, JobJson.Strict, request.HttpContext.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException wrong)
        {
            throw new RequestRefused(400, $"The body is not valid JSON. {JsonReading.Short(wrong.Message)}");
        }
    }

    /// <summary>Reads an object by its fields; all problems are answered at once.</summary>
    public static async Task<T> Read<T>(HttpRequest request, Func<JsonFields, JsonReading, T> read) =>
        Fields(await Read(request), "", read);

    /// <summary>The same, for requests that may come without a body.</summary>
    public static async Task<T> ReadOptional<T>(HttpRequest request, Func<JsonFields, JsonReading, T> read) =>
        HasBody(request) ? await Read(request, read) : Fields(JsonElement.Parse("{}"), "", read);

    public static T Fields<T>(JsonElement json, string path, Func<JsonFields, JsonReading, T> read)
    {
        var reading = new JsonReading();
        var value = default(T);
        if (JsonFields.Open(json, path, reading) is { } fields)
        {
            value = read(fields, reading);
            fields.Close();
        }

        return reading.Problems.Count == 0 ? value! : throw new JobInvalidException(reading.Problems);
    }

    private static bool HasBody(HttpRequest request) => request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
}
