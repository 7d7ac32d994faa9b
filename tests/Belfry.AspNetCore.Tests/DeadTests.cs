using System.Net;
using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Tests;

/// <summary>Dead letters, operations and backfills over REST.</summary>
public sealed class DeadTests : IAsyncLifetime
{
    private ApiServer server = null!;

    private IStore Store => server.App.Services.GetRequiredService<IStore>();

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start();
        await server.Client.Create("a");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Letters_are_listed_found_and_read()
    {
        string id = await Die("e7a1");
        await Die("0b0b");
        (await Items("/dead")).Count.ShouldBe(2);
        (await Items("/dead?q=job:a%20fingerprint:e7")).ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(id);
        (await Items("/dead?fingerprint=E7A1&since=24h")).Count.ShouldBe(1);
        (await Items("/dead?since=2100-01-01T00:00:00Z")).ShouldBeEmpty();
        var letter = (await Get($"/dead/{id[..31]}")).Json;
        letter.GetProperty("reason").GetString().ShouldBe("attempts");
        letter.GetProperty("error").GetProperty("message").GetString().ShouldBe("It broke.");
    }

    [Fact]
    public async Task Letters_are_grouped_by_cause()
    {
        await Die("e7a1");
        await Die("e7a1");
        var group = (await Items("/dead?group=fingerprint")).ShouldHaveSingleItem();
        group.GetProperty("count").GetInt32().ShouldBe(2);
        group.GetProperty("countIsExact").GetBoolean().ShouldBeTrue();
        group.GetProperty("jobs")[0].GetString().ShouldBe("a");
    }

    [Fact]
    public async Task One_letter_is_retried_and_a_second_time_finds_the_same_run()
    {
        string id = await Die();
        var first = await Post($"/dead/{id}/retry", """{"version":"same"}""");
        first.Status.ShouldBe(HttpStatusCode.Created);
        var again = await Post($"/dead/{id}/retry");
        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        again.Json.GetProperty("created").GetBoolean().ShouldBeFalse();
        (await Get($"/dead/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Get($"/runs/{first.Json.GetProperty("id").GetString()}")).Json.GetProperty("parent").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task A_letter_of_a_deleted_job_cannot_be_retried()
    {
        string id = await Die();
        await server.Client.Ask("DELETE", "/api/v1/jobs/a");
        var answer = await Post($"/dead/{id}/retry");
        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Body.ShouldContain("was deleted");
    }

    [Fact]
    public async Task One_letter_is_discarded()
    {
        string id = await Die();
        (await Post($"/dead/{id}/discard", """{"reason":"done by hand"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Post($"/dead/{id}/discard")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Get($"/runs/{id}")).Json.GetProperty("state").GetString().ShouldBe("dead");
    }

    [Fact]
    public async Task Many_are_retried_as_an_operation_that_can_be_watched_and_cancelled()
    {
        await Die("e7a1");
        await Die("e7a1");
        var started = await Post("/dead/retry", """{"q":"fingerprint:e7a1","rate":"20/min","canary":5,"stopOn":"failure","version":"same","reason":"mended"}""");
        started.Status.ShouldBe(HttpStatusCode.Accepted);
        var operation = started.Json;
        operation.GetProperty("kind").GetString().ShouldBe("recover");
        operation.GetProperty("total").GetInt64().ShouldBe(2);
        operation.GetProperty("reason").GetString().ShouldBe("mended");
        operation.GetProperty("what").GetString().ShouldBe("retry dead letters of cause e7a1, 20/1m, 5 first, until 1 fail");
        operation.GetProperty("plan").GetProperty("version").GetString().ShouldBe("same");
        string id = operation.GetProperty("id").GetString()!;
        started.Headers.Location!.ToString().ShouldEndWith($"/api/v1/operations/{id}");
        (await Items("/operations?state=running&kind=recover")).ShouldHaveSingleItem();
        var cancelled = await Post($"/operations/{id}/cancel", """{"reason":"not now"}""");
        cancelled.Json.GetProperty("state").GetString().ShouldBe("cancelled");
        (await Get($"/operations/{id[..31]}")).Json.GetProperty("note").GetString().ShouldBe("not now");
    }

    [Fact]
    public async Task A_repeated_request_finds_the_first_ones_operation()
    {
        async Task<string?> Start() => (await server.Client.Ask(
            "POST", "/api/v1/dead/discard", """{"q":"all"}""", ("Idempotency-Key", "k"))).Json.GetProperty("id").GetString();
        (await Start()).ShouldBe(await Start());
        (await Items("/operations")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_has_ended_cannot_be_cancelled()
    {
        var id = (await Post("/dead/discard", """{"q":"all"}""")).Json.GetProperty("id").GetString();
        var operation = await Store.Operations.Find(id!, default);
        await Store.Operations.Step(new OperationStep(operation!, OperationState.Done, null, null), default);
        (await Post($"/operations/{id}/cancel")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_backfill_is_previewed_and_started()
    {
        await server.Client.Create("b", ""","schedule":"0 * * * *" """);
        const string Hours = "\"from\":\"2026-01-01T01:00:00Z\",\"to\":\"2026-01-01T05:00:00Z\"";
        var preview = await Post("/jobs/b/backfill", $$"""{{{Hours}},"dryRun":true}""");
        preview.Status.ShouldBe(HttpStatusCode.OK);
        preview.Json.GetProperty("count").GetInt64().ShouldBe(5);
        preview.Json.GetProperty("first").GetString().ShouldBe("2026-01-01T01:00:00Z");
        preview.Json.GetProperty("last").GetString().ShouldBe("2026-01-01T05:00:00Z");
        var started = await Post("/jobs/b/backfill", $$"""{{{Hours}},"parallel":2,"existing":"again"}""");
        started.Status.ShouldBe(HttpStatusCode.Accepted);
        started.Json.GetProperty("total").GetInt64().ShouldBe(5);
        started.Json.GetProperty("plan").GetProperty("existing").GetString().ShouldBe("again");
    }

    [Theory]
    [InlineData("/dead/retry", "{}", "q")]
    [InlineData("/dead/retry", """{"ids":["1"],"q":"all"}""", "ids")]
    [InlineData("/dead/retry", """{"ids":["xyz"]}""", "ids[0]")]
    [InlineData("/dead/retry", """{"ids":[]}""", "ids")]
    [InlineData("/dead/retry", """{"q":"everything"}""", "q")]
    [InlineData("/dead/retry", """{"q":"since:soon"}""", "q")]
    [InlineData("/dead/retry", """{"q":"fingerprint:../x"}""", "q")]
    [InlineData("/dead/retry", """{"q":"all","rate":"fast"}""", "rate")]
    [InlineData("/dead/retry", """{"q":"all","rate":"0/min"}""", "rate")]
    [InlineData("/dead/retry", """{"q":"all","rate":"1/30d"}""", "rate")]
    [InlineData("/dead/retry", """{"q":"all","canary":-1}""", "canary")]
    [InlineData("/dead/retry", """{"q":"all","stopOn":"never"}""", "stopOn")]
    [InlineData("/dead/retry", """{"q":"all","stopOn":0}""", "stopOn")]
    [InlineData("/dead/retry", """{"q":"all","version":"newest"}""", "version")]
    [InlineData("/dead/retry", """{"q":"all","speed":1}""", "speed")]
    [InlineData("/dead/discard", """{"q":"job:a","rate":"1/s"}""", "rate")]
    [InlineData("/jobs/a/backfill", "{}", "from")]
    [InlineData("/jobs/a/backfill", """{"from":"2026-01-02T00:00:00Z","to":"2026-01-01T00:00:00Z"}""", "to")]
    [InlineData("/jobs/a/backfill", """{"from":"2026-01-02T00:00:00Z","to":"2999-01-01T00:00:00Z"}""", "to")]
    [InlineData("/jobs/a/backfill", """{"from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z","parallel":0}""", "parallel")]
    public async Task Bad_input_is_refused_with_its_place(string path, string body, string place)
    {
        var answer = await Post(path, body);
        ((int)answer.Status).ShouldBeInRange(400, 422, answer.Body);
        answer.Body.ShouldContain($"\"{place}\"");
    }

    [Theory]
    [InlineData("/dead?cursor=next", "cursor")]
    [InlineData("/dead?group=job", "group")]
    [InlineData("/dead?since=soon", "since")]
    [InlineData("/operations?cursor=next", "cursor")]
    [InlineData("/operations?state=running,done", "state")]
    [InlineData("/operations?kind=nothing", "kind")]
    public async Task Bad_parameters_are_refused_with_their_name(string path, string name)
    {
        var answer = await Get(path);
        ((int)answer.Status).ShouldBeInRange(400, 422, answer.Body);
        answer.Body.ShouldContain($"\"{name}\"");
    }

    [Theory]
    [InlineData("/jobs/nobody/backfill", """{"from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}""")]
    [InlineData("/operations/00000000000000000000000000000009/cancel", null)]
    [InlineData("/dead/00000000000000000000000000000009/retry", null)]
    public async Task What_is_not_there_is_not_found(string path, string? body) =>
        (await Post(path, body)).Status.ShouldBe(HttpStatusCode.NotFound);

    private async Task<string> Die(string cause = "f")
    {
        string id = (await Post("/jobs/a/runs")).Json.GetProperty("id").GetString()!;
        var node = Guid.NewGuid();
        await Store.Nodes.Beat(new Heartbeat(node, "n", "1.0", 1, null, false, TimeSpan.FromHours(1), []), default);
        var run = (await Store.Runs.Claim(new ClaimRequest(node, 1, TimeSpan.Zero, ["h"], null), default)).Runs.Single();
        var error = new RunError("boom", "It broke.", null, cause);
        var now = await Store.Now(default);
        var end = new AttemptEnd(run.Id, run.Token, node, RunState.Dead, null, now, now, error, 1, null, null, null);
        (await Store.Runs.Finish([end], default))[0].ShouldBe(FinishStatus.Accepted);
        return id;
    }

    private async Task<List<JsonElement>> Items(string path)
    {
        var answer = await Get(path);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    private Task<Answer> Get(string path) => server.Client.Ask("GET", "/api/v1" + path);

    private Task<Answer> Post(string path, string? body = null) => server.Client.Ask("POST", "/api/v1" + path, body);
}
