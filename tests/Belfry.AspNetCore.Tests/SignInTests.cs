using System.Net;
using Belfry.AspNetCore.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task A_code_signs_in_once()
    {
        await using var server = await ApiServer.Start();
        string code = server.App.Services.GetRequiredService<LoginCodes>().Issue();
        using var browser = server.NewClient(cookies: true);
        var answer = await browser.Ask("GET", $"/login?code={code}");
        answer.Status.ShouldBe(HttpStatusCode.SeeOther);
        answer.Header("Location").ShouldBe("/");
        (await browser.Ask("GET", "/api/v1/jobs")).Status.ShouldBe(HttpStatusCode.OK);

        using var second = server.NewClient(cookies: true);
        (await second.Ask("GET", $"/login?code={code}")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        (await second.Ask("GET", "/api/v1/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        await using var server = await ApiServer.Start();
        string cookie = (await server.Client.Ask("POST", "/login")).Header("Set-Cookie")!;
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain(ApiServer.Key);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server_too()
    {
        await using var server = await ApiServer.Start();
        string cookie = await Cookie(server);
        using var browser = server.NewClient();
        (await browser.Ask("GET", "/api/v1/jobs", null, ("Cookie", cookie))).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.Ask("POST", "/logout", null, ("Cookie", cookie), ("X-Belfry-Csrf", "1"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await browser.Ask("GET", "/api/v1/jobs", null, ("Cookie", cookie))).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        await using var server = await ApiServer.Start();
        string first = await Cookie(server);
        using var browser = server.NewClient();
        await browser.Ask("POST", "/login", null, ("Cookie", first), ("Authorization", $"Bearer {ApiServer.Key}"));
        (await browser.Ask("GET", "/api/v1/jobs", null, ("Cookie", first))).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_cannot_prolong_itself()
    {
        await using var server = await ApiServer.Start();
        using var browser = server.NewClient();
        (await browser.Ask("POST", "/login", null, ("Cookie", await Cookie(server)), ("X-Belfry-Csrf", "1"))).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("1", "http://evil.example", null)]
    [InlineData("1", "null", null)]
    [InlineData("1", null, "cross-site")]
    [InlineData("1", null, "same-site")]
    public async Task A_change_by_cookie_must_come_from_our_own_page(string? csrf, string? origin, string? site)
    {
        await using var server = await ApiServer.Start();
        (await ChangeByCookie(server, csrf, origin, site)).ShouldBeProblem(HttpStatusCode.Forbidden);
        (await server.Client.Ask("GET", "/api/v1/jobs/a")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Our_own_page_may_change_things()
    {
        await using var server = await ApiServer.Start();
        string origin = server.Address.GetLeftPart(UriPartial.Authority);
        (await ChangeByCookie(server, "1", origin, "same-origin")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task A_made_up_cookie_is_nobody(string secret)
    {
        await using var server = await ApiServer.Start();
        using var browser = server.NewClient();
        string name = (await Cookie(server)).Split('=')[0];
        (await browser.Ask("GET", "/api/v1/jobs", null, ("Cookie", $"{name}={secret}"))).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    private static async Task<Answer> ChangeByCookie(ApiServer server, string? csrf, string? origin, string? site)
    {
        using var browser = server.NewClient();
        var headers = new (string Name, string? Value)[]
        {
            ("Cookie", await Cookie(server)), ("X-Belfry-Csrf", csrf), ("Origin", origin), ("Sec-Fetch-Site", site),
        };
        var sent = headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!));
        return await browser.Ask("POST", "/api/v1/jobs", Requests.Job("a"), [.. sent]);
    }

    private static async Task<string> Cookie(ApiServer server) =>
        (await server.Client.Ask("POST", "/login")).Header("Set-Cookie")!.Split(';')[0];
}
