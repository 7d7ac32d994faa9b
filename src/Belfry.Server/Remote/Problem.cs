using System.Net;
using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Remote;

/// <summary>A refusal of the server (RFC 9457) as the end of a command.</summary>
internal static class Problem
{
    public static async Task ThrowIfAny(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        using (response)
        {
            throw Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
        }
    }

    public static Failure Read(HttpStatusCode status, byte[] body)
    {
        var problem = Parsed(body);
        string[] errors = [.. Errors(problem)];
        string? detail = problem.At("detail").AsText() ?? problem.At("title").AsText();
        return new Failure(ExitFor(status), Sentence(detail ?? $"the server answered {(int)status} {status}"), next: NextFor(status))
        {
            // With one error the detail says it all.
            Details = errors.Length > 1 ? errors : [],
        };
    }

    private static IEnumerable<string> Errors(JsonElement problem) =>
        problem.Items("errors").Select(error => error.At("path").AsText() is { Length: > 0 } path
            ? $"{path}: {error.At("message").AsText()}"
            : error.At("message").AsText() ?? "");

    private static Exit ExitFor(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge => Exit.Usage,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Exit.NotAllowed,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => Exit.NotFound,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed or HttpStatusCode.PreconditionRequired => Exit.Conflict,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => Exit.Unreachable,
        _ => Exit.Failed,
    };

    private static string? NextFor(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "Give an API key with --key or BELFRY_KEY.",
        HttpStatusCode.PreconditionFailed => "Somebody else changed it meanwhile: read it again and repeat.",
        _ => null,
    };

    private static JsonElement Parsed(byte[] body)
    {
        try
        {
            return body.Length == 0 ? default : JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default; // an intermediary's page; the status says enough
        }
    }

    private static string Sentence(string text) => text.Contains('\n', StringComparison.Ordinal) || (text.Length > 0 && text[^1] is '.' or '?' or '!') ? text : text + ".";
}
