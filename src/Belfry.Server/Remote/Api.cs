using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Belfry.AspNetCore.Http;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Settings;

namespace Belfry.Server.Remote;

/// <summary>The REST interface of a server. Answers stay JSON, so that whatever a newer server adds is shown too.</summary>
internal sealed class Api(HttpClient http, Uri server)
{
    private const int PageSize = 200;

    public Uri Server { get; } = server;

    public static Api Connect(SettingValues settings, string? reason = null)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(100) };
        if ((settings[KnownSettings.ClientKey] ?? KeyFile.Read(settings.Server)) is { } key)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (reason is not null)
        {
            http.DefaultRequestHeaders.Add(Reason.Header, Uri.EscapeDataString(reason));
        }

        http.DefaultRequestHeaders.UserAgent.ParseAdd($"belfry/{Version.Text}");
        return new Api(http, settings.Server);
    }

    public Task<JsonElement> Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, null, cancellation);

    public Task<JsonElement> Post(string path, JsonNode? body, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, body, null, cancellation);

    /// <summary>Up to <paramref name="limit"/> items, over as many pages as that takes, and the key of what follows.</summary>
    public async Task<(List<JsonElement> Items, string? Next)> List(string path, int limit, CancellationToken cancellation)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            string page = Route.With(path, ("limit", $"{Math.Min(limit - items.Count, PageSize)}"), ("cursor", next));
            var answer = await Get(page, cancellation);
            items.AddRange(answer.Items("items"));
            next = answer.At("next").AsText();
        }
        while (next is not null && items.Count < limit);
        return (items, next);
    }

    public async Task<JsonElement> Send(
        HttpMethod method, string path, JsonNode? body, string? ifMatch, CancellationToken cancellation)
    {
        using var request = Request(method, path, body);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await Exchange(request, HttpCompletionOption.ResponseContentRead, cancellation);
        await Problem.ThrowIfAny(response, cancellation);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        return bytes.Length == 0 ? default : Parsed(bytes);
    }

    /// <summary>The answer, or null when there is no such thing.</summary>
    public async Task<JsonElement?> Find(string path, CancellationToken cancellation)
    {
        try
        {
            return await Get(path, cancellation);
        }
        catch (Failure failure) when (failure.Exit == Exit.NotFound)
        {
            return null;
        }
    }

    /// <summary>The body as it arrives. The caller disposes of it.</summary>
    public async Task<Stream> Stream(string path, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, path, null);
        var response = await Exchange(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await Problem.ThrowIfAny(response, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    private HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, new Uri(Server, path.StartsWith("/health", StringComparison.Ordinal) ? path : $"/api/v1{path}"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        }

        return request;
    }

    private async Task<HttpResponseMessage> Exchange(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e.InnerException is SocketException socket ? socket.Message : e.Message, e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable("it did not answer in time", e);
        }
    }

    private Failure Unreachable(string why, Exception inner) => new(
        Exit.Unreachable,
        $"the server at {Server.GetLeftPart(UriPartial.Authority)} cannot be reached: {why}.",
        next: "Start one with: belfry dev (to try things out) or belfry server; or name another with --server or BELFRY_SERVER.",
        inner: inner);

    private JsonElement Parsed(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new Failure(Exit.Failed, $"what answers at {Server} is not a Belfry server: its answer is not JSON.", next: "Check --server and BELFRY_SERVER.", inner: e);
        }
    }
}
