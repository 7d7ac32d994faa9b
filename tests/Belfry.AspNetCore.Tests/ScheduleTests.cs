using System.Net;

namespace Belfry.AspNetCore.Tests;

public sealed class ScheduleTests : IAsyncLifetime
{
    private const string Preview = "/api/v1/schedules/preview";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_schedule_is_shown_in_words_with_its_fires_and_what_moves_them()
    {
        var answer = await Client.Ask(
            "POST", Preview, """{"schedule":"daily at 02:30","zone":"Europe/Berlin","after":"2026-03-28T12:00:00Z","count":2}""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Text("words").ShouldContain("02:30");
        var fire = answer.Json.GetProperty("next")[0];
        fire.GetProperty("due").GetString().ShouldBe("2026-03-29T01:00:00Z");
        fire.GetProperty("local").GetString().ShouldBe("2026-03-29T03:00:00");
        fire.GetProperty("offset").GetString().ShouldBe("+02:00");
        fire.GetProperty("note").GetString().ShouldBe("gap");
        answer.Json.GetProperty("transitions").GetArrayLength().ShouldBeGreaterThan(0);
        answer.Json.GetProperty("warnings").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_wrong_schedule_is_answered_with_the_place()
    {
        var answer = await Client.Ask("POST", Preview, """{"schedule":"60 * * * *"}""");
        var error = answer.ShouldBeProblem(HttpStatusCode.BadRequest).Json.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("CRON_OUT_OF_RANGE");
        (error.GetProperty("position").GetInt32(), error.GetProperty("length").GetInt32()).ShouldBe((0, 2));
    }

    [Theory]
    [InlineData("""{}""", "schedule")]
    [InlineData("""{"schedule":"daily","count":0}""", "count")]
    [InlineData("""{"schedule":"daily","cuont":5}""", "cuont")]
    [InlineData("""{"schedule":"daily","dst":{"gap":"no"}}""", "dst.gap")]
    public async Task A_preview_that_makes_no_sense_is_refused(string body, string path) =>
        (await Client.Ask("POST", Preview, body)).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe([path]);

    [Fact]
    public async Task The_plan_shows_what_will_fire_in_order()
    {
        await Client.Create("early", ""","schedule":"daily at 01:00" """);
        await Client.Create("late", ""","schedule":"daily at 02:00" """);
        await Client.Create("off", ""","schedule":"daily at 01:30","enabled":false """);
        var answer = await Client.Ask("GET", "/api/v1/plan?from=2990-01-01T00:00:00Z&to=2990-01-01T12:00:00Z");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Json.GetProperty("items").EnumerateArray().Select(fire => fire.GetProperty("job").GetString()).ShouldBe(["early", "late"]);
        (await Client.Ask("GET", "/api/v1/plan?from=2990-01-01T00:00:00Z&to=2990-01-03T00:00:00Z&limit=3"))
            .Json.GetProperty("truncated").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Pages_of_the_plan_follow_one_another()
    {
        await Client.Create("a", ""","schedule":"*/10 * * * *" """);
        await Client.Create("b", ""","schedule":"*/20 * * * *","tags":["etl"],"queue":"reports" """);
        const string Hour = "/api/v1/plan?from=2990-01-01T00:00:00Z&to=2990-01-01T00:50:00Z";
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await Client.Ask("GET", $"{Hour}&limit=2{(next is null ? "" : $"&cursor={next}")}");
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(fire => $"{fire.GetProperty("due").GetString()![14..16]} {fire.GetProperty("job")}"));
            next = page.Json.GetProperty("next").GetString();
            page.Json.GetProperty("truncated").GetBoolean().ShouldBe(next is not null);
        }
        while (next is not null);
        seen.ShouldBe(["00 a", "00 b", "10 a", "20 a", "20 b", "30 a", "40 a", "40 b", "50 a"]);
        (await Client.Ask("GET", $"{Hour}&tag=etl")).Json.GetProperty("items").GetArrayLength().ShouldBe(3);
        (await Client.Ask("GET", $"{Hour}&queue=reports")).Json.GetProperty("items").GetArrayLength().ShouldBe(3);
        (await Client.Ask("GET", $"{Hour}&cursor=none")).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe(["cursor"]);
    }

    [Fact]
    public async Task The_plan_shows_a_paused_job_from_the_end_of_its_pause_on_and_starts_with_jitter()
    {
        await Client.Create("a", ""","schedule":"0 * * * *","jitter":"10m" """);
        await Client.Create("b", ""","schedule":"0 * * * *" """);
        await Client.Create("c", ""","schedule":"0 * * * *" """);
        (await Client.Ask("POST", "/api/v1/jobs/b/pause", """{"reason":"move","until":"2990-01-01T02:30:00Z"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await Client.Ask("POST", "/api/v1/jobs/c/pause", """{"reason":"broken"}""")).Status.ShouldBe(HttpStatusCode.OK);
        var answer = await Client.Ask("GET", "/api/v1/plan?from=2990-01-01T02:00:00Z&to=2990-01-01T03:30:00Z");
        var fires = answer.Json.GetProperty("items").EnumerateArray().ToArray();
        fires.Select(fire => $"{fire.GetProperty("due").GetString()![11..13]} {fire.GetProperty("job")}").ShouldBe(["02 a", "03 a", "03 b"]);
        fires[0].GetProperty("start").GetDateTimeOffset().ShouldBeInRange(
            fires[0].GetProperty("due").GetDateTimeOffset(), fires[0].GetProperty("due").GetDateTimeOffset().AddMinutes(10));
    }

    [Fact]
    public async Task The_load_counts_starts_and_names_clashes()
    {
        await Client.Create("a", ""","schedule":"daily at 03:00","queue":"reports" """);
        await Client.Create("b", ""","schedule":"0 * * * *" """);
        var load = (await Client.Ask("GET", "/api/v1/load?from=2990-01-01T00:00:00Z&to=2990-01-02T00:00:00Z&bucket=1h&durations=true")).Json;
        load.GetProperty("bucket").GetString().ShouldBe("PT1H");
        load.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()).ShouldBe(Enumerable.Range(0, 24).Select(hour => hour == 3 ? 2 : 1));
        load.GetProperty("starts").GetInt32().ShouldBe(25);
        load.GetProperty("peak").GetProperty("at").GetString().ShouldBe("2990-01-01T03:00:00Z");
        load.GetProperty("worst")[0].GetProperty("jobs").EnumerateArray().Select(job => job.GetString()).ShouldBe(["a", "b"]);
        load.GetProperty("queues").EnumerateArray().Select(queue => queue.GetProperty("queue").GetString()).ShouldBe(["default", "reports"]);
        load.GetProperty("withoutDuration").GetInt32().ShouldBe(2);
        load.GetProperty("running").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("bucket=30s", "bucket")]
    [InlineData("bucket=1m&from=2990-01-01T00:00:00Z&to=2990-01-08T00:00:00Z", "bucket")]
    [InlineData("from=2990-01-01T00:00:00Z&to=2990-02-01T00:00:00Z&bucket=1h", "to")]
    [InlineData("from=2990-01-01T00:00:30Z", "from")]
    [InlineData("from=0001-01-01T00:00:00Z", "from")]
    [InlineData("from=9999-12-31T23:59:59Z", "from")]
    [InlineData("durations=maybe", "durations")]
    public async Task A_load_that_cannot_be_had_is_refused(string query, string path) =>
        (await Client.Ask("GET", $"/api/v1/load?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe([path]);

    [Fact]
    public async Task A_spread_moves_only_what_was_chosen()
    {
        const string Day = "/api/v1/schedules/spread?from=2990-01-01T00:00:00Z&to=2990-01-02T00:00:00Z";
        await Client.Create("bank", ""","schedule":"0 3 * * *" """);
        await Client.Create("etl-1", ""","schedule":"0 3 * * *","tags":["etl"] """);
        await Client.Create("etl-2", ""","schedule":"daily at 03:00 in UTC","tags":["etl","spread"] """);
        var chosen = (await Client.Ask("GET", $"{Day}&tag=etl&within=10m")).Json;
        chosen.GetProperty("moves").EnumerateArray().Select(move => $"{move.GetProperty("job")}: {move.GetProperty("after")}")
            .ShouldBe(["etl-1: 1 3 * * *", "etl-2: daily at 03:02 in UTC"]);
        chosen.GetProperty("before").GetProperty("peak").GetProperty("starts").GetInt32().ShouldBe(3);
        chosen.GetProperty("after").GetProperty("peak").GetProperty("starts").GetInt32().ShouldBe(1);

        var optedIn = (await Client.Ask("GET", Day)).Json;
        optedIn.GetProperty("moves").EnumerateArray().Select(move => move.GetProperty("job").GetString()).ShouldBe(["etl-2"]);
        var jittered = (await Client.Ask("GET", $"{Day}&q=etl-1&by=jitter")).Json.GetProperty("moves")[0];
        (jittered.GetProperty("after").GetString(), jittered.GetProperty("jitter").GetString()).ShouldBe(("0 3 * * *", "PT30M"));
    }

    [Theory]
    [InlineData("within=2h", "within")]
    [InlineData("by=magic", "by")]
    [InlineData("by=shift,hash", "by")]
    public async Task A_spread_that_makes_no_sense_is_refused(string query, string path) =>
        (await Client.Ask("GET", $"/api/v1/schedules/spread?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest).ErrorPaths().ShouldBe([path]);

    [Theory]
    [InlineData("from=2990-01-02T00:00:00Z&to=2990-01-01T00:00:00Z")]
    [InlineData("from=2990-01-01T00:00:00Z&to=2995-01-01T00:00:00Z")]
    [InlineData("from=tomorrow")]
    public async Task A_plan_for_an_impossible_time_is_refused(string query) =>
        (await Client.Ask("GET", $"/api/v1/plan?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_next_fires_of_a_job_follow_its_schedule()
    {
        await Client.Create("a", ""","schedule":"every 15 minutes" """);
        var answer = await Client.Ask("GET", "/api/v1/jobs/a/next?count=3&after=2990-01-01T00:00:00Z");
        answer.Json.GetProperty("items").EnumerateArray().Select(fire => fire.GetProperty("due").GetString())
            .ShouldBe(["2990-01-01T00:15:00Z", "2990-01-01T00:30:00Z", "2990-01-01T00:45:00Z"]);
        (await Client.Ask("GET", "/api/v1/jobs/a/next?count=100000")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Ticks_to_come_are_pending_and_why_says_so()
    {
        await Client.Create("a", ""","schedule":"daily at 02:00" """);
        var ticks = await Client.Ask("GET", "/api/v1/jobs/a/ticks?from=2990-01-01T00:00:00Z&to=2990-01-03T00:00:00Z&limit=1");
        ticks.Status.ShouldBe(HttpStatusCode.OK, ticks.Body);
        ticks.Json.GetProperty("items")[0].GetProperty("outcome").GetString().ShouldBe("pending");
        var second = await Client.Ask("GET", $"/api/v1/jobs/a/ticks?from=2990-01-01T00:00:00Z&to=2990-01-03T00:00:00Z&cursor={ticks.Text("next")}");
        second.Json.GetProperty("items")[0].GetProperty("due").GetString().ShouldBe("2990-01-02T02:00:00Z");
        var why = await Client.Ask("GET", "/api/v1/jobs/a/why?at=2990-01-01T03:00:00%2B01:00");
        why.Text("outcome").ShouldBe("pending");
        why.Text("sentence").ShouldContain("a");
        why.Text("at").ShouldBe("2990-01-01T02:00:00Z");
    }

    [Fact]
    public async Task Why_without_an_instant_explains_the_newest_tick()
    {
        await Client.Create("late", ""","schedule":"once at 2020-01-01T00:00:00Z" """);
        var why = await Client.Ask("GET", "/api/v1/jobs/late/why");
        (why.Text("at"), why.Text("outcome")).ShouldBe(("2020-01-01T00:00:00Z", "pending"), why.Body);
    }

    [Fact]
    public async Task Why_of_a_job_without_a_tick_says_when_the_first_one_is()
    {
        await Client.Create("reports/a", ""","schedule":"0 0 1 1 * in UTC","start":"2990-01-01T00:00:00Z" """);
        var why = await Client.Ask("GET", "/api/v1/jobs/reports%2Fa/why");
        why.Text("outcome").ShouldBe("no-tick", why.Body);
        why.Text("sentence").ShouldBe("reports/a has had no tick yet; the first one is 2990-01-01T00:00:00Z.");
        why.Json.GetProperty("links")[0].GetString().ShouldBe("/api/v1/jobs/reports%2Fa");
    }

    [Fact]
    public async Task Why_says_that_a_disabled_job_does_not_run()
    {
        await Client.Create("a", ""","schedule":"daily at 02:00","enabled":false""");
        (await Client.Ask("GET", "/api/v1/jobs/a/why?at=2990-01-01T02:00:00Z")).Text("sentence")
            .ShouldContain("does not run then as things stand: the job is disabled");
    }
}
