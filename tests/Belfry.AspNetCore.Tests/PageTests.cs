using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Belfry.AspNetCore.Page;

namespace Belfry.AspNetCore.Tests;

public sealed class PageTests : IAsyncLifetime
{
    private const string Attack = "<script>alert(1)</script>";
    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Without_a_session_the_page_has_no_data()
    {
        await server.Client.Create("secret-job");
        using var stranger = server.NewClient();
        var answer = await stranger.Ask("GET", "/");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldContain("id=\"sign-in\"");
        answer.Body.ShouldNotContain("secret-job");
        answer.Body.ShouldNotContain("sqlite");
    }

    [Fact]
    public async Task The_page_shows_jobs_and_runs()
    {
        await server.Client.Create("reports/nightly", ""","schedule":"daily at 02:00" """);
        await server.Client.Ask("POST", "/api/v1/jobs/reports%2Fnightly/runs");
        string page = (await server.Client.Ask("GET", "/")).Body;
        page.ShouldContain("reports/nightly");
        page.ShouldContain("02:00");
        page.ShouldContain("queued");
        page.ShouldNotContain("Belfry.AspNetCore");
    }

    [Fact]
    public async Task No_text_of_a_job_becomes_markup()
    {
        await server.Client.Create("a", $$""","owner":"{{Attack}}","description":"\"><img src=x onerror=alert(1)>","enabled":false """);
        await server.Client.Create("b");
        await server.Client.Ask("POST", "/api/v1/jobs/b/pause", $$"""{"reason":"{{Attack}}"}""");
        await server.Client.Ask("POST", "/api/v1/jobs/b/runs", $$"""{"reason":"{{Attack}}"}""");
        string page = (await server.Client.Ask("GET", "/")).Body;
        page.ShouldNotContain(Attack);
        page.ShouldNotContain("<img");
        page.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public async Task The_page_runs_no_script_but_its_own_and_no_style_but_its_own()
    {
        var answer = await server.Client.Ask("GET", "/");
        string policy = answer.Header("Content-Security-Policy")!;
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe");
        string style = Regex.Match(answer.Body, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        policy.ShouldContain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'");
        Regex.Matches(answer.Body, "<script").Count.ShouldBe(1);
        Regex.IsMatch(answer.Body, " style=| on[a-z]+=|https?://").ShouldBeFalse();
    }

    [Fact]
    public async Task The_script_is_served_as_one()
    {
        var answer = await server.Client.Ask("GET", "/status.js");
        answer.ContentHeaders.ContentType!.MediaType.ShouldBe("text/javascript");
        answer.Body.ShouldNotContain("innerHTML");
    }

    [Fact]
    public void Whatever_is_put_into_a_piece_is_encoded_unless_it_is_a_piece()
    {
        Html inner = $"<b>{"<&\"'>"}</b>";
        Html all = $"<p>{inner}{new[] { inner }.AsEnumerable()}{1.5}</p>";
        const string Encoded = "<b>&lt;&amp;&quot;&#x27;&gt;</b>";
        all.ToString().ShouldBe($"<p>{Encoded}{Encoded}1.5</p>");
    }
}
