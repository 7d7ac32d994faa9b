using System.Net;

namespace Belfry.AspNetCore.Tests;

public sealed class JobEditTests : IAsyncLifetime
{
    private const string Job = "/api/v1/jobs/a";
    private ApiServer server = null!;
    private string tag = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start();
        await Client.Create("a", ""","schedule":"daily at 02:00","owner":"team","retry":{"attempts":3} """);
        tag = (await Client.Ask("GET", Job)).Header("ETag")!;
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Put_replaces_the_whole_definition()
    {
        var answer = await Client.Ask("PUT", Job, """{"run":{"handler":"other"}}""", ("If-Match", tag));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Header("ETag").ShouldNotBe(tag);
        answer.Text("schedule").ShouldBe("manual");
        answer.Json.GetProperty("owner").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task Put_without_a_tag_is_refused_and_a_star_takes_any()
    {
        (await Client.Ask("PUT", Job, Requests.Job("a"))).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        (await Client.Ask("PUT", Job, Requests.Job("a"), ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task A_change_of_what_somebody_else_changed_is_refused(string method)
    {
        await Client.Ask("PATCH", Job, """{"owner":"others"}""");
        var answer = await Client.Ask(method, Job, method == "DELETE" ? null : """{"run":{"handler":"h"}}""", ("If-Match", tag));
        answer.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        (await Client.Ask("GET", Job)).Text("owner").ShouldBe("others");
    }

    [Fact]
    public async Task Put_creates_what_is_not_there()
    {
        var answer = await Client.Ask("PUT", "/api/v1/jobs/new/one", """{"run":{"handler":"h"}}""");
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        answer.Header("Location").ShouldBe("/api/v1/jobs/new%2Fone");
    }

    [Fact]
    public async Task A_job_cannot_be_renamed()
    {
        (await Client.Ask("PUT", Job, Requests.Job("b"), ("If-Match", tag))).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe(["name"]);
        (await Client.Ask("PATCH", Job, """{"name":"b"}""")).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe(["name"]);
    }

    [Fact]
    public async Task Patch_changes_what_it_names_and_nothing_else()
    {
        var answer = await Client.Ask("PATCH", Job, """{"owner":null,"retry":{"delay":"5m"}}""", ("If-Match", tag));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Text("schedule").ShouldBe("daily at 02:00");
        answer.Json.GetProperty("owner").GetString().ShouldBeNull();
        var retry = answer.Json.GetProperty("definition").GetProperty("retry");
        retry.GetProperty("attempts").GetInt32().ShouldBe(3);
        retry.GetProperty("delay").GetString().ShouldBe("PT5M");
    }

    [Fact]
    public async Task Patch_can_give_the_job_something_else_to_run()
    {
        var answer = await Client.Ask("PATCH", Job, """{"run":{"command":["/bin/true"]}}""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Text("kind").ShouldBe("command");
    }

    [Theory]
    [InlineData("""{"retry":{"attempts":0}}""", "retry.attempts")]
    [InlineData("""{"colour":"red"}""", "colour")]
    public async Task Patch_is_checked_like_a_whole_definition(string patch, string path) =>
        (await Client.Ask("PATCH", Job, patch)).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe([path]);

    [Fact]
    public async Task An_edit_that_leaves_the_schedule_alone_moves_no_tick()
    {
        string before = (await Client.Ask("GET", Job)).Text("nextDue");
        (await Client.Ask("PATCH", Job, """{"owner":"others"}""")).Text("nextDue").ShouldBe(before);
    }
}
