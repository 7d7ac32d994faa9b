using System.Net;
using System.Text.Json;

namespace Belfry.AspNetCore.Tests;

/// <summary>Jobs that something else runs.</summary>
public sealed class CheckInTests : IAsyncLifetime
{
    private const string Job = """{"name":"backup","run":{"external":{"grace":"10m"}}}""";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync() => server = await ApiServer.Start(configure: _ => { });

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_reported_success_is_a_run_with_its_length()
    {
        await Client.Ask("POST", "/api/v1/jobs", Job);
        (await Client.Ask("POST", "/api/v1/checkins/backup/start")).Status.ShouldBe(HttpStatusCode.OK);
        var run = await Client.Ask("POST", "/api/v1/checkins/backup/success", """{"exitCode":0,"durationMs":1500}""");
        run.Status.ShouldBe(HttpStatusCode.Created);
        run.Text("state").ShouldBe("succeeded");
        run.Json.GetProperty("durationMs").GetDouble().ShouldBe(1500);
    }

    [Fact]
    public async Task A_reported_failure_names_the_exit_code()
    {
        await Client.Ask("POST", "/api/v1/jobs", Job);
        var run = await Client.Ask("POST", "/api/v1/checkins/backup/fail", """{"exitCode":3}""");
        run.Text("state").ShouldBe("failed");
        run.Json.GetProperty("error").GetProperty("message").GetString().ShouldBe("It ended with exit code 3.");
    }

    [Fact]
    public async Task A_job_that_nodes_run_takes_no_check_in()
    {
        await Client.Ask("POST", "/api/v1/jobs", """{"name":"mine","run":{"command":["true"]}}""");
        (await Client.Ask("POST", "/api/v1/checkins/mine/start")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_two_owners_of_one_tick_the_second_is_told_of_the_first()
    {
        await Client.Ask("POST", "/api/v1/jobs", """{"name":"often","schedule":"every 1 hour","start":"2020-01-01T00:00:00Z","run":{"external":{"grace":"10m"}}}""");
        (await Client.Ask("POST", "/api/v1/checkins/often/start", """{"owner":"a"}""")).Json.GetProperty("due").ValueKind.ShouldBe(JsonValueKind.Null);
        await Client.Ask("POST", "/api/v1/jobs", """{"name":"each-second","schedule":"every 1 second","overlap":"allow","run":{"external":{"grace":"10m"}}}""");
        string? taken = null;
        while (taken is null)
        {
            (await Client.Ask("POST", "/api/v1/checkins/each-second/start", """{"owner":"first"}""")).Status.ShouldBe(HttpStatusCode.OK);
            var second = await Client.Ask("POST", "/api/v1/checkins/each-second/start", """{"owner":"second"}""");
            taken = second.Json.GetProperty("taken").GetString();
        }

        // Either may have been the first when a tick came between the two.
        taken.ShouldContain(" holds the tick of ");
    }

    [Fact]
    public async Task An_unknown_job_takes_no_check_in() =>
        (await Client.Ask("POST", "/api/v1/checkins/nobody/success")).Status.ShouldBe(HttpStatusCode.NotFound);
}
