using System.Net;
using System.Text;
using System.Text.Json;

namespace Belfry.AspNetCore.Tests;

/// <summary>Requests and answers as tests speak of them.</summary>
internal static class Requests
{
    public const string Api = "/api/v1";

    public static async Task<Answer> Ask(
        this HttpClient client, string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        // Put together as text: a path that begins with two slashes would be taken for a host.
        var address = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), address);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, body, response.Headers, response.Content.Headers);
    }

    public static async Task<JsonElement> Create(this HttpClient client, string name, string more = "")
    {
        var answer = await client.Ask("POST", $"{Api}/jobs", Job(name, more));
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        return answer.Json;
    }

    public static string Job(string name, string more = "") => $$"""{"name":"{{name}}","run":{"handler":"h"}{{more}}}""";
}

internal sealed record Answer(
    HttpStatusCode Status,
    string Body,
    System.Net.Http.Headers.HttpResponseHeaders Headers,
    System.Net.Http.Headers.HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.Single() : null;

    public string Text(string property) => Json.GetProperty(property).GetString()!;

    /// <summary>A problem as RFC 9457 wants it, with its status in the body.</summary>
    public Answer ShouldBeProblem(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body);
        ContentHeaders.ContentType!.MediaType.ShouldBe("application/problem+json");
        Json.GetProperty("status").GetInt32().ShouldBe((int)status);
        Text("detail").ShouldNotBeEmpty();
        return this;
    }

    public IEnumerable<string> ErrorPaths() =>
        Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()!);
}
