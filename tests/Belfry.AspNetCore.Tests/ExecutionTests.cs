using System.Net;
using System.Text.Json;
using Belfry.Jobs;

namespace Belfry.AspNetCore.Tests;

/// <summary>What can be seen of runs while a node executes them.</summary>
public sealed class ExecutionTests : IAsyncLifetime
{
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync() => server = await ApiServer.Start(configure: belfry => belfry
        .AddHandler("talk", async (JobContext run, CancellationToken cancellation) =>
        {
            run.Log("before <b>");
            run.Progress(0.5, "half");
            await go.Task.WaitAsync(cancellation);
            run.Log("after");
        })
        .AddHandler("fail", void (JobContext run) => throw new InvalidOperationException("no luck")));

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Following_a_log_shows_it_as_it_grows_and_ends_with_the_attempt()
    {
        await Create("talk");
        string id = (await Client.Ask("POST", "/api/v1/jobs/talk/runs")).Text("id");
        using var response = await Client.GetAsync($"/api/v1/runs/{id}/logs?follow=true", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        using var log = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await log.ReadLineAsync()).ShouldBe("before <b>");
        go.SetResult();
        (await log.ReadToEndAsync()).ShouldBe("after\n");
        (await Client.Ask("GET", $"/api/v1/runs/{id}/logs?offset=11")).Body.ShouldBe("after\n");
    }

    [Fact]
    public async Task A_finished_run_shows_its_times_and_counts()
    {
        go.SetResult();
        await Create("talk");
        var run = await Ended((await Client.Ask("POST", "/api/v1/jobs/talk/runs")).Text("id"));
        run.GetProperty("state").GetString().ShouldBe("succeeded");
        run.GetProperty("attempt").GetInt32().ShouldBe(1);
        run.GetProperty("durationMs").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        run.GetProperty("output").GetProperty("bytes").GetInt64().ShouldBe(17);
        var job = (await Client.Ask("GET", "/api/v1/jobs/talk")).Json;
        job.GetProperty("lastRun").GetProperty("state").GetString().ShouldBe("succeeded");
        var stats = (await Client.Ask("GET", "/api/v1/jobs/talk/stats")).Json;
        (stats.GetProperty("runs").GetInt64(), stats.GetProperty("successRate").GetDouble()).ShouldBe((1, 1.0));
    }

    [Fact]
    public async Task A_failed_run_shows_its_error_and_its_attempts()
    {
        await Create("fail");
        string id = (await Client.Ask("POST", "/api/v1/jobs/fail/runs")).Text("id");
        var error = (await Ended(id)).GetProperty("error");
        error.GetProperty("message").GetString().ShouldBe("no luck");
        error.GetProperty("fingerprint").GetString().ShouldNotBeNull();
        var attempts = (await Client.Ask("GET", $"/api/v1/runs/{id}/attempts")).Json.GetProperty("items");
        attempts[0].GetProperty("attempt").GetInt32().ShouldBe(1);
        attempts[0].GetProperty("error").GetProperty("message").GetString().ShouldBe("no luck");
    }

    [Fact]
    public async Task A_running_run_is_asked_to_end()
    {
        await Create("talk");
        string id = (await Client.Ask("POST", "/api/v1/jobs/talk/runs")).Text("id");
        using var log = await Client.GetAsync($"/api/v1/runs/{id}/logs?follow=true", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await log.Content.ReadAsStreamAsync());
        await lines.ReadLineAsync();
        (await Client.Ask("POST", $"/api/v1/runs/{id}/cancel")).Status.ShouldBe(HttpStatusCode.Accepted);
        await lines.ReadToEndAsync();
        (await Ended(id)).GetProperty("state").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task The_node_is_listed()
    {
        await Create("fail");
        await Ended((await Client.Ask("POST", "/api/v1/jobs/fail/runs")).Text("id"));
        var node = (await Client.Ask("GET", "/api/v1/nodes")).Json.GetProperty("items")[0];
        node.GetProperty("name").GetString().ShouldNotBeNullOrEmpty();
        node.GetProperty("slots").GetInt32().ShouldBeGreaterThan(0);
        (await Client.Ask("GET", "/api/v1/status/overview")).Json.GetProperty("nodes").GetProperty("alive").GetInt32().ShouldBe(1);
    }

    private Task<Answer> Create(string handler) =>
        Client.Ask("POST", "/api/v1/jobs", $$"""{"name":"{{handler}}","run":{ "handler":"{{handler}}" } }""");

    /// <summary>The run once it has ended: following its log waits for that.</summary>
    private async Task<JsonElement> Ended(string id)
    {
        JsonElement run;
        do
        {
            await Client.Ask("GET", $"/api/v1/runs/{id}/logs?follow=true");
            run = (await Client.Ask("GET", $"/api/v1/runs/{id}")).Json;
        }
        while (run.GetProperty("finishedAt").ValueKind == JsonValueKind.Null);
        return run;
    }
}
