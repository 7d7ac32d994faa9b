using System.Net;
using System.Text.Json;

namespace Belfry.AspNetCore.Tests;

public sealed class RunTests : IAsyncLifetime
{
    private const string Runs = "/api/v1/runs";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start();
        await Client.Create("a", ""","overlap":"allow" """);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_run_by_hand_is_found_with_its_shape()
    {
        var created = await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"day":"today"},"reason":"asked for"}""");
        created.Status.ShouldBe(HttpStatusCode.Created, created.Body);
        string id = created.Text("id");
        created.Header("Location").ShouldBe($"{Runs}/{id}");
        var run = (await Client.Ask("GET", $"{Runs}/{id}")).Json;
        run.ShouldSatisfyAllConditions(
            () => run.GetProperty("id").GetString().ShouldBe(id),
            () => run.GetProperty("job").GetString().ShouldBe("a"),
            () => run.GetProperty("trigger").GetString().ShouldBe("manual"),
            () => run.GetProperty("state").GetString().ShouldBe("queued"),
            () => run.GetProperty("attempt").GetInt32().ShouldBe(0),
            () => run.GetProperty("maxAttempts").GetInt32().ShouldBe(1),
            () => run.GetProperty("args").GetProperty("day").GetString().ShouldBe("today"),
            () => run.GetProperty("by").GetString().ShouldBe("admin: asked for"),
            () => run.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null),
            () => run.GetProperty("output").GetProperty("bytes").GetInt64().ShouldBe(0));
    }

    [Fact]
    public async Task A_run_needs_no_body_and_is_found_by_the_beginning_of_its_id()
    {
        string id = (await Client.Ask("POST", "/api/v1/jobs/a/runs")).Text("id");
        (await Client.Ask("GET", $"{Runs}/{id[..20]}")).Text("id").ShouldBe(id);
        (await Client.Ask("GET", $"{Runs}/{Guid.Parse(id):D}")).Text("id").ShouldBe(id);
    }

    [Theory]
    [InlineData("/zzzz", HttpStatusCode.BadRequest)]
    [InlineData("/abc", HttpStatusCode.BadRequest)]
    [InlineData("/..%2f..%2fetc", HttpStatusCode.BadRequest)]
    [InlineData("/00000000000000000000000000000000", HttpStatusCode.NotFound)]
    public async Task An_id_that_is_none_is_refused(string path, HttpStatusCode status) =>
        (await Client.Ask("GET", Runs + path)).ShouldBeProblem(status);

    [Theory]
    [InlineData("""{"args":{"day":"a\u0000b"}}""", "args", "NUL")]
    [InlineData("""{"args":{"\u0000":[1]}}""", "args", "NUL")]
    [InlineData("""{"args":["\ud800"]}""", "args", "Unicode")]
    [InlineData("""{"uniqueKey":"a\u0000"}""", "uniqueKey", "NUL")]
    [InlineData("""{"uniqueKey":"\udc00"}""", "uniqueKey", "Unicode")]
    [InlineData("""{"reason":"a\u0000"}""", "reason", "NUL")]
    public async Task Text_that_no_store_keeps_is_refused_with_its_field(string body, string field, string why)
    {
        var refused = await Client.Ask("POST", "/api/v1/jobs/a/runs", body);
        refused.ShouldBeProblem(HttpStatusCode.BadRequest);
        refused.Body.ShouldContain($"\"{field}\"");
        refused.Body.ShouldContain(why);
    }

    [Fact]
    public async Task A_backslash_before_a_code_is_no_character()
    {
        var created = await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"path":"C:\\u0000"}}""");
        created.Status.ShouldBe(HttpStatusCode.Created, created.Body);
    }

    [Fact]
    public async Task A_request_that_comes_twice_makes_one_run()
    {
        var first = await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"n":1}}""", ("Idempotency-Key", "k"));
        var second = await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"n":1}}""", ("Idempotency-Key", "k"));
        (second.Status, second.Text("id")).ShouldBe((HttpStatusCode.Created, first.Text("id")));
        (await Count("?job=a")).ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"n":1}}""", ("Idempotency-Key", "k"));
        (await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"n":2}}""", ("Idempotency-Key", "k"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        (await Client.Ask("POST", "/api/v1/jobs/a/runs", "{}", ("Idempotency-Key", new string('k', 300)))).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_unique_key_finds_the_run_that_is_live()
    {
        string first = (await Client.Ask("POST", Runs, """{"job":"a","uniqueKey":"k"}""")).Text("id");
        var second = await Client.Ask("POST", Runs, """{"job":"a","uniqueKey":"k"}""");
        second.Text("id").ShouldBe(first);
        second.Json.GetProperty("created").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Many_runs_are_enqueued_at_once_in_order()
    {
        var answer = await Client.Ask("POST", Runs, """[{"job":"a","args":1},{"job":"a","args":2,"at":"2999-01-01T00:00:00Z"}]""");
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        string later = answer.Json.GetProperty("items")[1].GetProperty("id").GetString()!;
        var run = (await Client.Ask("GET", $"{Runs}/{later}")).Json;
        run.GetProperty("args").GetInt32().ShouldBe(2);
        run.GetProperty("state").GetString().ShouldBe("scheduled");
        run.GetProperty("trigger").GetString().ShouldBe("api");
    }

    [Theory]
    [InlineData("""[{"job":"a"},{"job":"none"}]""", HttpStatusCode.NotFound)]
    [InlineData("""[{"job":"a"},{"jop":"a"}]""", HttpStatusCode.BadRequest)]
    [InlineData("""[]""", HttpStatusCode.BadRequest)]
    [InlineData("""{"args":1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"job":"a","version":3}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"job":"a","at":"soon"}""", HttpStatusCode.BadRequest)]
    public async Task When_one_of_many_is_wrong_nothing_is_enqueued(string body, HttpStatusCode status)
    {
        (await Client.Ask("POST", Runs, body)).ShouldBeProblem(status);
        (await Count("?job=a")).ShouldBe(0);
    }

    [Fact]
    public async Task Runs_are_listed_by_job_and_state()
    {
        await Client.Create("b");
        await Client.Ask("POST", "/api/v1/jobs/a/runs");
        await Client.Ask("POST", "/api/v1/jobs/b/runs");
        (await Count("")).ShouldBe(2);
        (await Count("?job=b")).ShouldBe(1);
        (await Count("?state=queued,running")).ShouldBe(2);
        (await Count("?state=failed,dead")).ShouldBe(0);
        (await Count("?q=job:b%20state:queued")).ShouldBe(1);
        (await Client.Ask("GET", $"{Runs}?q=node:n")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await Client.Ask("GET", $"{Runs}?state=faild")).ShouldBeProblem(HttpStatusCode.BadRequest).Body.ShouldContain("Did you mean failed?");
    }

    [Fact]
    public async Task A_waiting_run_is_cancelled_at_once_and_only_once()
    {
        string id = (await Client.Ask("POST", "/api/v1/jobs/a/runs")).Text("id");
        var cancelled = await Client.Ask("POST", $"{Runs}/{id}/cancel", """{"reason":"not needed"}""");
        cancelled.Status.ShouldBe(HttpStatusCode.OK, cancelled.Body);
        cancelled.Text("state").ShouldBe("cancelled");
        (await Client.Ask("POST", $"{Runs}/{id}/cancel")).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Only_what_has_ended_is_tried_again_and_stays_as_it_is()
    {
        string id = (await Client.Ask("POST", "/api/v1/jobs/a/runs", """{"args":{"n":1}}""")).Text("id");
        (await Client.Ask("POST", $"{Runs}/{id}/retry")).ShouldBeProblem(HttpStatusCode.Conflict);
        await Client.Ask("POST", $"{Runs}/{id}/cancel");
        var again = await Client.Ask("POST", $"{Runs}/{id}/retry");
        again.Status.ShouldBe(HttpStatusCode.Created, again.Body);
        var run = (await Client.Ask("GET", $"{Runs}/{again.Text("id")}")).Json;
        run.GetProperty("parent").GetString().ShouldBe(id);
        run.GetProperty("trigger").GetString().ShouldBe("retry");
        run.GetProperty("args").GetProperty("n").GetInt32().ShouldBe(1);
        (await Client.Ask("GET", $"{Runs}/{id}")).Text("state").ShouldBe("cancelled");
    }

    private async Task<int> Count(string query) =>
        (await Client.Ask("GET", Runs + query)).Json.GetProperty("items").GetArrayLength();
}
