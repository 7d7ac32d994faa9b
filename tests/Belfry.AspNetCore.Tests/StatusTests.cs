using System.Net;
using Belfry.Hosting;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Tests;

public sealed class StatusTests : IAsyncLifetime
{
    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("/health/live", """{"status":"ok"}""")]
    [InlineData("/health/ready", """{"status":"ok","database":"ok","workers":"ok"}""")]
    public async Task Probes_need_no_key_and_tell_nothing_else(string path, string expected)
    {
        await ANodeBeats(server);
        using var probe = server.NewClient();
        var answer = await probe.Ask("GET", path);
        (answer.Status, answer.Body).ShouldBe((HttpStatusCode.OK, expected));
    }

    [Fact]
    public async Task A_server_without_workers_is_ready_and_degraded()
    {
        var answer = await server.Client.Ask("GET", "/health/ready");
        (answer.Status, answer.Body).ShouldBe((HttpStatusCode.OK, """{"status":"degraded","database":"ok","workers":"none"}"""));
    }

    [Fact]
    public async Task What_a_node_can_do_without_makes_it_degraded_and_not_unready()
    {
        var never = new TaskCompletionSource();
        await using var degraded = await ApiServer.Start(configure: belfry => belfry.WithoutWorker().Services
            .AddSingleton(new HealthProbe("redis", _ => throw new StoreUnavailableException("It is away.")))
            .AddSingleton(new HealthProbe("frozen", _ => new ValueTask(never.Task)))
            .AddSingleton(new HealthProbe("fine", _ => ValueTask.CompletedTask)));
        await ANodeBeats(degraded);
        var answer = await degraded.Client.Ask("GET", "/health/ready");
        (answer.Status, answer.Body).ShouldBe((
            HttpStatusCode.OK,
            """{"status":"degraded","database":"ok","workers":"ok","redis":"unavailable","frozen":"unavailable","fine":"ok"}"""));
    }

    private static async Task ANodeBeats(ApiServer server) => await server.App.Services.GetRequiredService<IStore>().Nodes.Beat(
        new Heartbeat(new Guid("00000000-0000-0000-0000-000000000001"), "n", "1.0", 1, null, false, TimeSpan.FromHours(1), []), CancellationToken.None);

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
