using System.Net;
using System.Text.Json;

namespace Belfry.AspNetCore.Tests;

/// <summary>Breakers over REST.</summary>
public sealed class BreakerTests : IAsyncLifetime
{
    private ApiServer server = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start();
        await server.Client.Create("a/b", ""","breaker":{"failures":3,"window":"2m","recovery":"10m"} """);
        await server.Client.Create("c", ""","breaker":{"resource":"fx-api"} """);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Breakers_are_listed_with_their_state_and_policy()
    {
        var breakers = (await server.Client.Ask("GET", "/api/v1/breakers")).Json.GetProperty("items").EnumerateArray().ToList();
        breakers.Select(breaker => Text(breaker, "name")).ShouldBe(["fx-api", "job:a/b"]);
        var own = breakers[1];
        Text(own, "state").ShouldBe("closed");
        Text(own, "window").ShouldBe("PT2M");
        Text(own, "recovery").ShouldBe("PT10M");
        own.GetProperty("failures").GetInt32().ShouldBe(3);
        own.GetProperty("failuresInARow").GetInt32().ShouldBe(0);
        own.GetProperty("jobs").GetInt32().ShouldBe(1);
        own.GetProperty("nextTrialAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task One_is_isolated_with_a_reason_until_it_is_reset()
    {
        var isolated = await Post("/api/v1/breakers/job%3Aa%2Fb/isolate", """{"reason":"the provider moves"}""");
        isolated.Status.ShouldBe(HttpStatusCode.OK);
        Text(isolated.Json, "state").ShouldBe("open");
        Text(isolated.Json, "cause").ShouldBe("the provider moves");
        Text((await server.Client.Ask("GET", "/api/v1/breakers/job%3Aa%2Fb")).Json, "sentence").ShouldNotBeNull().ShouldContain("is isolated by");
        Text((await Post("/api/v1/breakers/job%3Aa%2Fb/reset")).Json, "state").ShouldBe("closed");
    }

    [Fact]
    public async Task A_run_that_a_breaker_holds_says_so()
    {
        await Post("/api/v1/breakers/fx-api/isolate", """{"reason":"the provider moves"}""");
        var run = (await server.Client.Ask("POST", "/api/v1/jobs/c/runs")).Json.GetProperty("id").GetString();
        Text((await server.Client.Ask("GET", $"/api/v1/runs/{run}")).Json, "note").ShouldNotBeNull()
            .ShouldStartWith("waits because breaker fx-api is isolated by");
    }

    [Fact]
    public async Task Isolating_without_a_reason_is_refused()
    {
        var answer = await Post("/api/v1/breakers/fx-api/isolate", "{}");
        ((int)answer.Status).ShouldBeInRange(400, 422);
        answer.Body.ShouldContain("\"reason\"");
    }

    [Theory]
    [InlineData("GET", "/api/v1/breakers/fx-appi", "Did you mean fx-api?")]
    [InlineData("POST", "/api/v1/breakers/nobody/reset", "No job is under a breaker nobody")]
    public async Task One_that_no_job_is_under_is_not_found(string method, string path, string said)
    {
        var answer = await server.Client.Ask(method, path);
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Body.ShouldContain(said);
    }

    [Theory]
    [InlineData("""{"failures":0}""", "breaker.failures")]
    [InlineData("""{"resource":"a b"}""", "breaker.resource")]
    public async Task A_policy_out_of_range_is_refused_with_its_place(string breaker, string place)
    {
        var answer = await Post("/api/v1/jobs", $$"""{"name":"x","run":{"command":["true"]},"breaker":{{breaker}}}""");
        ((int)answer.Status).ShouldBeInRange(400, 422);
        answer.Body.ShouldContain($"\"{place}\"");
    }

    private Task<Answer> Post(string path, string? body = null) => server.Client.Ask("POST", path, body);

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
