using System.Net;

namespace Belfry.AspNetCore.Tests;

public sealed class StatusTests : IAsyncLifetime
{
    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Probes_need_no_key_and_tell_nothing_else(string path)
    {
        using var probe = server.NewClient();
        var answer = await probe.Ask("GET", path);
        (answer.Status, answer.Body).ShouldBe((HttpStatusCode.OK, """{"status":"ok"}"""));
    }

    [Fact]
    public async Task The_overview_counts_jobs_and_runs()
    {
        await server.Client.Create("a");
        await server.Client.Create("b", ""","enabled":false """);
        await server.Client.Ask("POST", "/api/v1/jobs/a/runs");
        var overview = (await server.Client.Ask("GET", "/api/v1/status/overview")).Json;
        overview.GetProperty("jobs").GetProperty("all").GetInt64().ShouldBe(2);
        overview.GetProperty("jobs").GetProperty("disabled").GetInt64().ShouldBe(1);
        overview.GetProperty("runs").GetProperty("queued").GetInt64().ShouldBe(1);
        overview.GetProperty("last24Hours").GetProperty("runs").GetInt64().ShouldBe(0);
        overview.GetProperty("store").GetString().ShouldNotBeNullOrEmpty();
    }
}
