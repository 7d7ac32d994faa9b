using System.Net;
using System.Text.Json;

namespace Belfry.AspNetCore.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private const string Jobs = "/api/v1/jobs";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_new_job_is_answered_with_its_place_its_tag_and_its_shape()
    {
        var answer = await Client.Ask("POST", Jobs, Requests.Job(
            "reports/nightly", ""","schedule":"daily at 02:00 in Europe/Berlin","owner":"team","tags":["a"],"timeout":"90m","priority":"high" """));
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
        answer.Header("Location").ShouldBe("/api/v1/jobs/reports%2Fnightly");
        answer.Header("ETag").ShouldBe($"\"{answer.Json.GetProperty("version").GetInt64()}\"");
        answer.Json.ShouldSatisfyAllConditions(
            job => job.GetProperty("name").GetString().ShouldBe("reports/nightly"),
            job => job.GetProperty("kind").GetString().ShouldBe("handler"),
            job => job.GetProperty("schedule").GetString().ShouldBe("daily at 02:00 in Europe/Berlin"),
            job => job.GetProperty("zone").GetString().ShouldBe("Europe/Berlin"),
            job => job.GetProperty("words").GetString()!.ShouldContain("02:00"),
            job => job.GetProperty("enabled").GetBoolean().ShouldBeTrue(),
            job => job.GetProperty("paused").GetBoolean().ShouldBeFalse(),
            job => job.GetProperty("nextDue").GetString()!.ShouldEndWith("Z"),
            job => job.GetProperty("queue").GetString().ShouldBe("default"),
            job => job.GetProperty("priority").GetInt32().ShouldBe(10),
            job => job.GetProperty("owner").GetString().ShouldBe("team"),
            job => job.GetProperty("tags")[0].GetString().ShouldBe("a"),
            job => job.GetProperty("lastRun").ValueKind.ShouldBe(JsonValueKind.Null),
            job => job.GetProperty("updatedAt").GetString()!.ShouldEndWith("Z"),
            job => job.GetProperty("definition").GetProperty("timeout").GetString().ShouldBe("PT1H30M"));
    }

    [Theory]
    [InlineData("/reports%2Fnightly")]
    [InlineData("/reports%2fnightly")]
    [InlineData("/reports/nightly")]
    public async Task A_name_with_folders_is_found_either_way(string path)
    {
        await Client.Create("reports/nightly");
        (await Client.Ask("GET", Jobs + path)).Text("name").ShouldBe("reports/nightly");
        (await Client.Ask("GET", $"{Jobs}{path}/next")).Status.ShouldBe(HttpStatusCode.OK);
        (await Client.Ask("POST", $"{Jobs}{path}/disable")).Json.GetProperty("enabled").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_that_is_called_like_a_part_of_a_job_has_its_escaped_address()
    {
        await Client.Create("reports/next");
        (await Client.Ask("GET", $"{Jobs}/reports%2Fnext")).Text("name").ShouldBe("reports/next");
        (await Client.Ask("GET", $"{Jobs}/reports%2Fnext/next")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict()
    {
        await Client.Create("a");
        (await Client.Ask("POST", Jobs, Requests.Job("a"))).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_many_creators_of_one_name_one_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Client.Ask("POST", Jobs, Requests.Job("a"))));
        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_definition_is_answered_at_once()
    {
        var answer = await Client.Ask("POST", Jobs, """{"name":"?","shedule":"daily","run":{"handler":"h"},"retry":{"attempts":0}}""");
        answer.ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe(["shedule", "name", "retry.attempts"], ignoreOrder: true);
        answer.Body.ShouldContain("Did you mean schedule?");
    }

    [Theory]
    [InlineData("*/0 * * * *", HttpStatusCode.BadRequest)]
    [InlineData("0 0 30 2 *", HttpStatusCode.UnprocessableEntity)]
    [InlineData("0 0 29 2 1", HttpStatusCode.Created)]
    public async Task A_schedule_is_checked_before_it_is_saved(string schedule, HttpStatusCode status) =>
        (await Client.Ask("POST", Jobs, Requests.Job("a", $",\"schedule\":\"{schedule}\""))).Status.ShouldBe(status);

    [Theory]
    [InlineData("""{"name":"a","name":"b","run":{"handler":"h"}}""")]
    [InlineData("""{"name":"a","run":{"handler":"h"},}""")]
    [InlineData("""{"name":"a","run":{"handler":"h"}} trailing""")]
    [InlineData("""{"name":"a","run":{"handler":"\ud800"}}""")]
    [InlineData("""{"name":"a","run":{"handler":"h"},"description":"\u0000"}""")]
    [InlineData("""{"name":"a","run":{"handler":"h"},"version":7}""")]
    [InlineData("""{"name":"a","run":{"handler":"h"},"priority":NaN}""")]
    [InlineData("""{"name":"a","run":{"handler":"h"},"priority":1e400}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("")]
    public async Task A_body_that_is_not_a_plain_definition_is_refused(string body) =>
        (await Client.Ask("POST", Jobs, body)).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        using var body = new StringContent(Requests.Job("a"));
        using var response = await Client.PostAsync(Jobs, body);
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused() =>
        (await Client.Ask("POST", Jobs, Requests.Job("a", $",\"description\":\"{new string('x', 1024 * 1024)}\"")))
            .ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Deep_nesting_is_refused() =>
        (await Client.Ask("POST", Jobs, Requests.Job("a", $",\"args\":{new string('[', 200)}{new string(']', 200)}")))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("GET", "/api/v1/jobs/none")]
    [InlineData("DELETE", "/api/v1/jobs/none")]
    [InlineData("POST", "/api/v1/jobs/none/enable")]
    [InlineData("POST", "/api/v1/jobs/none/pause")]
    [InlineData("POST", "/api/v1/jobs/none/resume")]
    [InlineData("POST", "/api/v1/jobs/none/runs")]
    [InlineData("GET", "/api/v1/jobs/none/next")]
    [InlineData("GET", "/api/v1/jobs/none/ticks")]
    [InlineData("GET", "/api/v1/jobs/none/why")]
    [InlineData("GET", "/api/v1/jobs/none/stats")]
    [InlineData("GET", "/api/v1/jobs/%00")]
    [InlineData("GET", "/api/v1/jobs/%3Cscript%3E")]
    public async Task What_is_not_there_is_not_found(string method, string path) =>
        ((int)(await Client.Ask(method, path)).Status).ShouldBeInRange(400, 404);

    [Fact]
    public async Task Another_method_is_answered_with_those_there_are()
    {
        var answer = await Client.Ask("PATCH", Jobs);
        answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["GET", "POST"]);
    }

    [Fact]
    public async Task A_deleted_job_is_gone()
    {
        await Client.Create("a");
        (await Client.Ask("DELETE", $"{Jobs}/a")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Client.Ask("GET", $"{Jobs}/a")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Enable_and_disable_may_be_repeated_and_toggle_says_which()
    {
        await Client.Create("a");
        await Client.Ask("POST", $"{Jobs}/a/disable", """{"reason":"too loud"}""");
        (await Client.Ask("POST", $"{Jobs}/a/disable")).Json.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        (await Client.Ask("POST", $"{Jobs}/a/enable")).Json.GetProperty("enabled").GetBoolean().ShouldBeTrue();
        (await Client.Ask("POST", $"{Jobs}/a/toggle", """{"enabled":false}""")).Json.GetProperty("enabled").GetBoolean().ShouldBeFalse();
        (await Client.Ask("POST", $"{Jobs}/a/toggle", "{}")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_pause_has_a_reason_an_end_and_a_choice_about_its_ticks()
    {
        await Client.Create("a", ""","schedule":"* * * * *" """);
        var paused = await Client.Ask("POST", $"{Jobs}/a/pause", """{"reason":"inventory","until":"2999-01-01T00:00:00Z","ticks":"last"}""");
        paused.Status.ShouldBe(HttpStatusCode.OK, paused.Body);
        paused.Json.GetProperty("paused").GetBoolean().ShouldBeTrue();
        var pause = paused.Json.GetProperty("pause");
        pause.GetProperty("reason").GetString().ShouldBe("inventory");
        pause.GetProperty("ticks").GetString().ShouldBe("last");
        pause.GetProperty("until").GetString().ShouldBe("2999-01-01T00:00:00Z");
        paused.Text("nextDue").ShouldBe("2999-01-01T00:00:00Z");
        var resumed = await Client.Ask("POST", $"{Jobs}/a/resume");
        resumed.Status.ShouldBe(HttpStatusCode.OK, resumed.Body);
        resumed.Json.GetProperty("paused").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"until":"2000-01-01T00:00:00Z"}""", "until")]
    [InlineData("""{"ticks":"some"}""", "ticks")]
    [InlineData("""{"reason":""}""", "reason")]
    [InlineData("""{"why":"x"}""", "why")]
    public async Task A_pause_that_makes_no_sense_is_refused(string body, string path)
    {
        await Client.Create("a");
        (await Client.Ask("POST", $"{Jobs}/a/pause", body)).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe([path]);
    }

    [Fact]
    public async Task A_preview_shows_the_fires_before_and_after_and_changes_nothing()
    {
        await Client.Create("a", ""","schedule":"daily at 02:00" """);
        var preview = await Client.Ask("POST", $"{Jobs}/preview?count=2", Requests.Job("a", ""","schedule":"daily at 03:00" """));
        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Body);
        preview.Json.GetProperty("before")[0].GetString()!.ShouldEndWith("T02:00:00Z");
        preview.Json.GetProperty("after")[1].GetString()!.ShouldEndWith("T03:00:00Z");
        preview.Text("dueTick").ShouldNotBeEmpty();
        (await Client.Ask("GET", $"{Jobs}/a")).Text("schedule").ShouldBe("daily at 02:00");
    }
}
