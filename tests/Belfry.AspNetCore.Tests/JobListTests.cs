using System.Net;

namespace Belfry.AspNetCore.Tests;

public sealed class JobListTests : IAsyncLifetime
{
    private const string Jobs = "/api/v1/jobs";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start();
        await Client.Create("billing/close", ""","tags":["billing"] """);
        await Client.Create("billing/send", ""","tags":["billing","mail"],"enabled":false """);
        await Client.Create("clean-up");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("", "billing/close,billing/send,clean-up")]
    [InlineData("?q=BILL", "billing/close,billing/send")]
    [InlineData("?tag=mail", "billing/send")]
    [InlineData("?enabled=false", "billing/send")]
    [InlineData("?q=%25", "")]
    public async Task Jobs_are_listed_by_name_and_filtered(string query, string names) =>
        string.Join(',', Names(await Client.Ask("GET", Jobs + query))).ShouldBe(names);

    [Fact]
    public async Task A_list_comes_in_pages()
    {
        var first = await Client.Ask("GET", $"{Jobs}?limit=2");
        Names(first).ShouldBe(["billing/close", "billing/send"]);
        var second = await Client.Ask("GET", $"{Jobs}?limit=2&cursor={Uri.EscapeDataString(first.Text("next"))}");
        Names(second).ShouldBe(["clean-up"]);
        second.Json.GetProperty("next").GetString().ShouldBeNull();
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=1000000000")]
    [InlineData("limit=10&limit=20")]
    [InlineData("enabled=maybe")]
    [InlineData("tags=billing")]
    public async Task A_parameter_that_makes_no_sense_is_refused(string query) =>
        (await Client.Ask("GET", $"{Jobs}?{query}")).ShouldBeProblem(HttpStatusCode.BadRequest);

    private static IEnumerable<string> Names(Answer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("name").GetString()!);
}
