using System.Net;
using System.Text.RegularExpressions;
using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Tests;

public sealed class AccessTests
{
    // What anybody may see: that the process lives, and a page without data.
    private static readonly string[] Open = ["GET /", "GET /health/live", "GET /health/ready", "GET /login", "GET /status.js"];

    [Fact]
    public async Task Every_route_wants_the_key_but_those_that_are_marked()
    {
        await using var server = await ApiServer.Start();
        using var stranger = server.NewClient();
        var open = new List<string>();
        foreach (var (method, path, anonymous) in Routes(server))
        {
            var answer = await stranger.Ask(method, path, method is "GET" ? null : "{}");
            if (anonymous)
            {
                open.Add($"{method} {path}");
            }
            else
            {
                answer.ShouldBeProblem(HttpStatusCode.Unauthorized).Header("WWW-Authenticate").ShouldBe("Bearer", $"{method} {path}");
            }
        }

        open.Order().ShouldBe(Open);
    }

    [Fact]
    public async Task Without_a_key_of_its_own_the_server_lets_nobody_in()
    {
        await using var server = await ApiServer.Start(key: null);
        (await server.Client.Ask("GET", "/api/v1/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        using var client = server.NewClient();
        (await client.Ask("GET", "/api/v1/jobs", null, ("Authorization", "Bearer "))).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer")]
    [InlineData("Bearer key-for-test")]
    [InlineData("Bearer key-for-tests-and-more")]
    [InlineData("Basic a2V5LWZvci10ZXN0cw==")]
    [InlineData("key-for-tests")]
    public async Task Anything_but_the_key_is_refused(string header)
    {
        await using var server = await ApiServer.Start();
        using var stranger = server.NewClient();
        (await stranger.Ask("GET", "/api/v1/jobs", null, ("Authorization", header))).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/v1/jobs?key=key-for-tests")]
    [InlineData("/api/v1/jobs?access_token=key-for-tests")]
    [InlineData("/login?code=key-for-tests")]
    public async Task A_key_in_the_address_opens_nothing(string path)
    {
        await using var server = await ApiServer.Start();
        using var stranger = server.NewClient();
        (await stranger.Ask("GET", path)).ShouldBeProblem(HttpStatusCode.Unauthorized);
        (await stranger.Ask("GET", "/?key=key-for-tests")).Body.ShouldContain("id=\"sign-in\"");
    }

    [Theory]
    [InlineData("/api/v1/jobs/x/configs")]
    [InlineData("//api/v1/jobs")]
    [InlineData("/api/v1/jobs;/health")]
    [InlineData("/API/V1/JOBS")]
    [InlineData("/api/v1/jobs/")]
    [InlineData("/api/v1/jobs/%2e%2e/health")]
    [InlineData("/api/v1/jobs%2f..%2fhealth")]
    [InlineData("/api/v1/jobs.")]
    [InlineData("/health/live/../../api/v1/jobs")]
    [InlineData("/nothing/here")]
    public async Task No_way_of_writing_an_address_leads_past_the_gate(string path)
    {
        await using var server = await ApiServer.Start();
        using var stranger = server.NewClient();
        (await stranger.Ask("GET", path)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task A_stranger_does_not_learn_which_methods_there_are(string method)
    {
        await using var server = await ApiServer.Start();
        using var stranger = server.NewClient();
        (await stranger.Ask(method, "/api/v1/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_guesses_keys_has_to_wait()
    {
        await using var server = await ApiServer.Start();
        using var stranger = server.NewClient();
        for (int i = 0; i < 20; i++)
        {
            (await stranger.Ask("GET", "/api/v1/jobs", null, ("Authorization", $"Bearer guess{i}"))).ShouldBeProblem(HttpStatusCode.Unauthorized);
        }

        var answer = await server.Client.Ask("GET", "/api/v1/jobs");
        answer.ShouldBeProblem(HttpStatusCode.TooManyRequests);
        int.Parse(answer.Header("Retry-After")!).ShouldBeInRange(1, 60);
    }

    [Theory]
    [InlineData("/api/v1/jobs")]
    [InlineData("/")]
    [InlineData("/health/live")]
    public async Task Every_answer_has_safe_headers(string path)
    {
        await using var server = await ApiServer.Start();
        var answer = await server.Client.Ask("GET", path);
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("Referrer-Policy").ShouldBe("no-referrer");
        answer.Header("Content-Security-Policy")!.ShouldContain("frame-ancestors 'none'");
        answer.Header("Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task A_prefix_moves_everything_and_closes_it_as_well()
    {
        await using var server = await ApiServer.Start(prefix: "/belfry/");
        using var stranger = server.NewClient();
        (await stranger.Ask("GET", "/belfry/api/v1/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        (await stranger.Ask("GET", "/belfry/nothing")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        (await stranger.Ask("GET", "/api/v1/jobs")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.Client.Ask("GET", "/belfry/api/v1/jobs")).Status.ShouldBe(HttpStatusCode.OK);
        var created = await server.Client.Ask("POST", "/belfry/api/v1/jobs", Requests.Job("a"));
        created.Header("Location").ShouldBe("/belfry/api/v1/jobs/a");
    }

    /// <summary>Every address the server answers, with something in the place of its parameters.</summary>
    private static IEnumerable<(string Method, string Path, bool Anonymous)> Routes(ApiServer server) =>
        from endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<BasePath>() is not null
        let path = "/" + Regex.Replace(endpoint.RoutePattern.RawText!, "{[^}]*}", "abcd").Trim('/')
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST", "DELETE"]
        select (method, path, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null);
}
