using System.Net;
using System.Text.Json;
using Belfry.Locks;
using Belfry.Storage;

namespace Belfry.AspNetCore.Tests;

public sealed class LockTests : IAsyncLifetime
{
    private const string Locks = "/api/v1/locks";
    private ApiServer server = null!;

    private HttpClient Client => server.Client;

    public async Task InitializeAsync() => server = await ApiServer.Start();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_lock_is_taken_renewed_and_released_with_its_token()
    {
        long token = await Take("door", "ana");
        var renewed = await Ask("door/renew", $$"""{"token":{{token}},"ttl":"PT1H"}""");
        renewed.Status.ShouldBe(HttpStatusCode.OK, renewed.Body);
        renewed.Json.GetProperty("token").GetInt64().ShouldBe(token);
        renewed.Json.GetProperty("expires").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(50));
        (await Ask("door/release", $$"""{"token":{{token}}}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Ask("door/release", $$"""{"token":{{token}}}""")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await Ask("door/renew", $$"""{"token":{{token}},"ttl":"1m"}""")).ShouldBeProblem(HttpStatusCode.Conflict);
        (await Take("door", "ben")).ShouldBeGreaterThan(token);
    }

    [Fact]
    public async Task Whoever_comes_second_learns_who_holds_it()
    {
        await Take("door", "ana");
        var refused = await Ask("door/acquire", """{"owner":"ben","ttl":"1m"}""");
        refused.ShouldBeProblem(HttpStatusCode.Conflict).Text("detail").ShouldStartWith("ana holds the lock 'door' until 20");
    }

    [Fact]
    public async Task The_list_has_the_shape_of_the_contract_and_goes_on_page_by_page()
    {
        long token = await Take("a", "ana");
        await Take("b", "ben");
        var page = (await Client.Ask("GET", $"{Locks}?limit=1")).Json;
        var first = page.GetProperty("items")[0];
        first.EnumerateObject().Select(field => field.Name).ShouldBe(["name", "owner", "token", "takenAt", "expiresAt", "stale"]);
        first.GetProperty("token").GetInt64().ShouldBe(token);
        first.GetProperty("stale").GetBoolean().ShouldBeFalse();
        page.GetProperty("next").GetString().ShouldBe("a");
        var second = (await Client.Ask("GET", $"{Locks}?limit=2&cursor=a")).Json;
        second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ShouldBe(["b"]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Client.Ask("GET", $"{Locks}?stale=true")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_lock_is_taken_away_with_a_reason_that_stays()
    {
        long token = await Take("door", "ana");
        (await Ask("door/release", """{"force":true}""")).ShouldBeProblem(HttpStatusCode.BadRequest).Text("detail").ShouldContain("reason");
        var taken = await Ask("door/release", """{"force":true,"reason":"ana hangs"}""");
        taken.Status.ShouldBe(HttpStatusCode.OK, taken.Body);
        taken.Text("owner").ShouldBe("ana");
        (await Ask("door/release", """{"force":true,"reason":"again"}""")).ShouldBeProblem(HttpStatusCode.NotFound);

        var counts = (await Client.Ask("GET", $"{Locks}/stats")).Json.GetProperty("items")[0];
        counts.GetProperty("name").GetString().ShouldBe("door");
        (counts.GetProperty("acquired").GetInt64(), counts.GetProperty("forced").GetInt64()).ShouldBe((1, 1));
        var forced = counts.GetProperty("lastForced");
        forced.GetProperty("reason").GetString().ShouldBe("ana hangs");
        forced.GetProperty("by").GetString().ShouldBe("admin");
        forced.GetProperty("owner").GetString().ShouldBe("ana");
        forced.GetProperty("token").GetInt64().ShouldBe(token);
    }

    [Fact]
    public async Task Statistics_show_contention()
    {
        await Take("door", "ana");
        for (int i = 0; i < 3; i++)
        {
            await Ask("door/acquire", """{"owner":"ben","ttl":"1m"}""");
        }

        var counts = (await Client.Ask("GET", $"{Locks}/stats")).Json.GetProperty("items")[0];
        counts.GetProperty("refused").GetInt64().ShouldBe(3);
        counts.GetProperty("contention").GetDouble().ShouldBe(0.75);
        counts.GetProperty("averageHeldMs").ValueKind.ShouldBe(JsonValueKind.Null);
        counts.GetProperty("lastForced").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("door/acquire", "{}", "owner, ttl")]
    [InlineData("door/acquire", """{"owner":"","ttl":"1m"}""", "owner")]
    [InlineData("door/acquire", """{"owner":"a","ttl":"1ms"}""", "ttl")]
    [InlineData("door/acquire", """{"owner":"a","ttl":"31d"}""", "ttl")]
    [InlineData("door/acquire", """{"owner":"a","ttl":60}""", "ttl")]
    [InlineData("door/acquire", """{"owner":"a","ttl":"1m","tll":"1m"}""", "tll")]
    [InlineData("door/renew", """{"ttl":"1m"}""", "token")]
    [InlineData("door/renew", """{"token":"7","ttl":"1m"}""", "token")]
    [InlineData("door/release", """{}""", "token")]
    [InlineData("door/release", """{"force":"yes"}""", "force, token")]
    [InlineData("50%25/acquire", """{"owner":"a","ttl":"1m"}""", "name")]
    public async Task What_is_wrong_is_named(string path, string body, string fields)
    {
        var answer = await Ask(path, body);
        answer.ShouldBeProblem(HttpStatusCode.BadRequest);
        answer.ErrorPaths().Order().ShouldBe(fields.Split(", "));
    }

    [Fact]
    public async Task A_name_may_have_slashes_and_spaces()
    {
        await Take("chain%2Fstore%207", "ana");
        (await Client.Ask("GET", Locks)).Json.GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("chain/store 7");
    }

    [Fact]
    public async Task Locks_that_cannot_be_asked_are_answered_with_503()
    {
        await using var other = await ApiServer.Start(configure: belfry => belfry.WithoutWorker().UseLocks(_ => new LocksThatAreAway()));
        var answer = await other.Client.Ask("POST", $"{Locks}/door/acquire", """{"owner":"ana","ttl":"1m"}""");
        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        answer.Body.ShouldNotContain("in the night");
        (await other.Client.Ask("GET", "/api/v1/jobs")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task<Answer> Ask(string path, string body) => Client.Ask("POST", $"{Locks}/{path}", body);

    private async Task<long> Take(string name, string owner)
    {
        var taken = await Ask($"{name}/acquire", $$"""{"owner":"{{owner}}","ttl":"10m"}""");
        taken.Status.ShouldBe(HttpStatusCode.OK, taken.Body);
        taken.Json.GetProperty("expires").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        return taken.Json.GetProperty("token").GetInt64();
    }

    private sealed class LocksThatAreAway : ILocks
    {
        public ValueTask<LockLease?> TryAcquire(string name, string owner, TimeSpan ttl, CancellationToken cancellation) => throw Away;

        public ValueTask<DateTimeOffset?> Renew(string name, long token, TimeSpan ttl, CancellationToken cancellation) => throw Away;

        public ValueTask<bool> Release(string name, long token, CancellationToken cancellation) => throw Away;

        public ValueTask<LockLease?> ForceRelease(string name, string reason, string by, CancellationToken cancellation) => throw Away;

        public ValueTask<LockLease?> Find(string name, CancellationToken cancellation) => throw Away;

        public ValueTask<IReadOnlyList<LockLease>> List(LockQuery query, CancellationToken cancellation) => throw Away;

        public ValueTask<IReadOnlyList<LockStatistics>> Statistics(string? after, int limit, CancellationToken cancellation) => throw Away;

        private static StoreUnavailableException Away => new("Redis went away in the night.");
    }
}
