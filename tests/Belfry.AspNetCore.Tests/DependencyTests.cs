using System.Net;

namespace Belfry.AspNetCore.Tests;

public sealed class DependencyTests : IAsyncLifetime
{
    private const string Jobs = "/api/v1/jobs";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_job_says_whom_it_follows_and_who_follows_it()
    {
        await Client.Create("extract");
        var load = await Client.Create("load", ""","after":["extract"],"on":"end" """);
        load.GetProperty("schedule").GetString().ShouldBe("after extract");
        load.GetProperty("after")[0].GetString().ShouldBe("extract");
        load.GetProperty("definition").GetProperty("on").GetString().ShouldBe("end");
        load.GetProperty("nextDue").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await Client.Ask("GET", $"{Jobs}/extract")).Json.GetProperty("followers")[0].GetProperty("job").GetString().ShouldBe("load");
    }

    [Fact]
    public async Task Unknown_names_and_circles_are_refused_with_the_field()
    {
        var unknown = await Client.Ask("POST", Jobs, Requests.Job("load", ""","after":["extract"]"""));
        unknown.ShouldBeProblem(HttpStatusCode.UnprocessableEntity).ErrorPaths().ShouldBe(["after"]);
        await Client.Create("extract");
        await Client.Create("load", ""","after":["extract"]""");
        var circle = await Client.Ask("PATCH", $"{Jobs}/extract", """{"after":["load"],"schedule":null}""");
        circle.ShouldBeProblem(HttpStatusCode.UnprocessableEntity).Body.ShouldContain("extract after load after extract");
    }

    [Fact]
    public async Task The_graph_goes_up_and_down()
    {
        await Client.Create("extract");
        await Client.Create("load", ""","after":["extract"]""");
        await Client.Create("report", ""","after":["load"]""");
        var graph = (await Client.Ask("GET", $"{Jobs}/load/graph")).Json;
        graph.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()).ShouldBe(["extract", "load", "report"]);
        graph.GetProperty("edges").EnumerateArray().Select(edge => $"{edge.GetProperty("from")}>{edge.GetProperty("to")}")
            .ShouldBe(["extract>load", "load>report"], ignoreOrder: true);
        (await Client.Ask("GET", $"{Jobs}/extract/graph?depth=1")).Json.GetProperty("edges").GetArrayLength().ShouldBe(1);
        (await Client.Ask("GET", $"{Jobs}/extract/graph?depth=0")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_done_to_a_job_says_what_it_means_for_those_that_follow()
    {
        await Client.Create("extract");
        await Client.Create("load", ""","after":["extract"]""");
        (await Client.Ask("POST", $"{Jobs}/extract/pause")).Json.GetProperty("followers")[0].GetProperty("effect").GetString().ShouldNotBeNull().ShouldStartWith("load follows extract: it waits");
        (await Client.Ask("POST", $"{Jobs}/extract/disable")).Json.GetProperty("followers")[0].GetProperty("effect").GetString().ShouldNotBeNull().ShouldContain("dependency-failed");
        var deleted = await Client.Ask("DELETE", $"{Jobs}/extract");
        deleted.Status.ShouldBe(HttpStatusCode.OK);
        deleted.Json.GetProperty("followers")[0].GetProperty("effect").GetString().ShouldNotBeNull().ShouldContain("no more ticks");
        (await Client.Ask("DELETE", $"{Jobs}/load")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_plan_tells_what_is_expected_after_each_fire()
    {
        await Client.Create("extract", ""","schedule":"0 * * * *" """);
        await Client.Create("load", ""","after":["extract"]""");
        var items = (await Client.Ask("GET", "/api/v1/plan?limit=1&to=" + Uri.EscapeDataString(DateTime.UtcNow.AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)))).Json.GetProperty("items");
        items.EnumerateArray().Select(item => item.GetProperty("job").GetString()).ShouldBe(["extract", "load"]);
        items[1].GetProperty("due").GetString().ShouldBe(items[0].GetProperty("due").GetString());
        items[1].GetProperty("words").GetString().ShouldBe("After extract");
    }

    [Fact]
    public async Task A_job_that_was_never_due_says_what_it_comes_after()
    {
        await Client.Create("extract");
        await Client.Create("load", ""","after":["extract"]""");
        (await Client.Ask("GET", $"{Jobs}/load/why")).Text("sentence").ShouldBe("load has had no tick yet; it comes after extract.");
    }
}
