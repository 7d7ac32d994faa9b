using System.Net;
using System.Text.Json;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Tests;

/// <summary>Queues, limits and nodes over REST.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private ApiServer server = null!;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_queue_shows_what_waits_and_why_it_is_paused()
    {
        await server.Client.Create("a", ""","queue":"reports" """);
        await server.Client.Ask("POST", "/api/v1/jobs/a/runs");
        var paused = await Post("/api/v1/queues/reports/pause", """{"reason":"the warehouse is down"}""");
        paused.Status.ShouldBe(HttpStatusCode.OK);
        var queue = (await server.Client.Ask("GET", "/api/v1/queues/reports")).Json;
        queue.GetProperty("waiting").GetInt64().ShouldBe(1);
        queue.GetProperty("paused").GetBoolean().ShouldBeTrue();
        queue.GetProperty("pause").GetProperty("reason").GetString().ShouldBe("the warehouse is down");
        (await Post("/api/v1/queues/reports/resume")).Json.GetProperty("paused").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_that_a_pause_holds_says_so()
    {
        await server.Client.Create("a");
        var run = (await server.Client.Ask("POST", "/api/v1/jobs/a/runs")).Json.GetProperty("id").GetString();
        await Post("/api/v1/queues/pause", """{"reason":"emergency"}""");
        var note = (await server.Client.Ask("GET", $"/api/v1/runs/{run}")).Json.GetProperty("note").GetString();
        note.ShouldNotBeNull().ShouldStartWith("waits because all queues are paused by");
        note.ShouldEndWith(": emergency");
    }

    [Fact]
    public async Task Everything_is_paused_and_resumed_apart_from_single_queues()
    {
        await Post("/api/v1/queues/reports/pause");
        (await Post("/api/v1/queues/pause")).Json.GetProperty("items").EnumerateArray()
            .ShouldAllBe(queue => queue.GetProperty("paused").GetBoolean());
        (await Post("/api/v1/queues/resume")).Status.ShouldBe(HttpStatusCode.OK);
        (await Queue("default")).GetProperty("paused").GetBoolean().ShouldBeFalse();
        (await Queue("reports")).GetProperty("paused").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Resuming_what_is_not_paused_is_a_conflict()
    {
        (await Post("/api/v1/queues/reports/resume")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await Post("/api/v1/queues/resume")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Limits_are_set_listed_and_removed()
    {
        await Post("/api/v1/queues/reports/limit", """{"running":3}""");
        await Post("/api/v1/tags/fx%2Fapi/limit", """{"starts":100,"per":"1m"}""");
        var limits = (await server.Client.Ask("GET", "/api/v1/limits")).Json.GetProperty("items").EnumerateArray().ToList();
        limits.Select(limit => limit.GetProperty("name").GetString()).ShouldBe(["reports", "fx/api"]);
        limits[1].GetProperty("per").GetString().ShouldBe("PT1M");
        (await Queue("reports")).GetProperty("limit").GetProperty("running").GetInt32().ShouldBe(3);
        await Post("/api/v1/queues/reports/limit", "{}");
        (await server.Client.Ask("GET", "/api/v1/limits")).Json.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("/api/v1/queues/reports/limit", """{"running":0}""", "running")]
    [InlineData("/api/v1/queues/reports/limit", """{"starts":5}""", "per")]
    [InlineData("/api/v1/queues/reports/limit", """{"walking":5}""", "walking")]
    [InlineData("/api/v1/queues/reports/pause", """{"until":"2001-01-01T00:00:00Z"}""", "until")]
    [InlineData("/api/v1/queues/a%2Fb/pause", "{}", "name")]
    public async Task Bad_input_is_refused_with_its_place(string path, string body, string place)
    {
        var answer = await Post(path, body);
        ((int)answer.Status).ShouldBeInRange(400, 422);
        answer.Body.ShouldContain($"\"{place}\"");
    }

    [Fact]
    public async Task A_queue_that_nothing_names_is_not_found() =>
        (await server.Client.Ask("GET", "/api/v1/queues/deafult")).Body.ShouldContain("Did you mean default?");

    [Fact]
    public async Task A_node_is_asked_to_drain_and_may_go_on()
    {
        var id = await ANodeBeats();
        (await Post($"/api/v1/nodes/{id:n}/drain")).Json.GetProperty("state").GetString().ShouldBe("draining");
        (await Post($"/api/v1/nodes/{id:n}/drain", """{"on":false}""")).Json.GetProperty("state").GetString().ShouldBe("active");
    }

    [Fact]
    public async Task Nodes_show_their_clocks()
    {
        await ANodeBeats();
        var node = (await server.Client.Ask("GET", "/api/v1/nodes")).Json.GetProperty("items")[0];
        node.GetProperty("skewMs").GetDouble().ShouldBe(-1_500);
        node.GetProperty("jumps").GetInt32().ShouldBe(2);
        node.GetProperty("environment").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("00000000000000000000000000000009", HttpStatusCode.NotFound)]
    public async Task A_node_that_is_not_there_cannot_drain(string id, HttpStatusCode status) =>
        (await Post($"/api/v1/nodes/{id}/drain")).Status.ShouldBe(status);

    private async Task<JsonElement> Queue(string name) => (await server.Client.Ask("GET", $"/api/v1/queues/{name}")).Json;

    private Task<Answer> Post(string path, string? body = null) => server.Client.Ask("POST", path, body);

    private async Task<Guid> ANodeBeats()
    {
        var id = new Guid("00000000-0000-0000-0000-000000000001");
        var beat = new Heartbeat(id, "n", "1.0", 1, null, false, TimeSpan.FromHours(1), []);
        await server.App.Services.GetRequiredService<IStore>().Nodes.Beat(
            beat with { Clock = new ClockReport(TimeSpan.FromSeconds(-1.5), 2, 0) }, CancellationToken.None);
        return id;
    }
}
