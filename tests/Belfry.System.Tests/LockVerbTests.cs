using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary><c>belfry lock</c> against a server, with its locks in the store and in Redis.</summary>
public sealed class LockVerbTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Locks_are_listed_counted_and_taken_away(bool inRedis)
    {
        await using var redis = await RedisServer.Start();
        await using var server = await RunningServer.Start(["dev", .. inRedis ? (string[])["--redis", redis.Url] : []]);
        (await server.Run("lock", "list")).Error.ShouldContain("Nobody holds a lock.");

        long token = await Take(server, "store-auto-close", "ana");
        var listed = JsonElement.Parse((await server.Run("lock", "list", "-o", "json")).Out).GetProperty("items")[0];
        listed.EnumerateObject().Select(field => field.Name).ShouldBe(["name", "owner", "token", "takenAt", "expiresAt", "stale"]);
        listed.GetProperty("token").GetInt64().ShouldBe(token);
        (await server.Run("lock", "list")).Out.ShouldContain("store-auto-close  ana");
        (await server.Run("lock", "stale")).Error.ShouldContain("No lock is stale.");

        var unexplained = await server.Run("lock", "release", "store-auto-close", "--yes");
        unexplained.Code.ShouldBe(2);
        unexplained.Error.ShouldContain("needs a reason");
        (await server.Run("lock", "release", "store-auto-close", "--reason", "it hangs")).Code.ShouldBe(2);
        (await server.Run("lock", "release", "store-auto-close", "--token", $"{token + 1}")).Code.ShouldBe(5);
        var taken = await server.Run("lock", "release", "store-auto-close", "--reason", "it hangs", "--yes");
        taken.Code.ShouldBe(0, taken.Error);
        taken.Error.ShouldContain($"was taken away from ana (token {token})");
        (await server.Run("lock", "release", "store-auto-close", "--reason", "it hangs", "--yes")).Code.ShouldBe(3);

        long next = await Take(server, "store-auto-close", "ben");
        next.ShouldBeGreaterThan(token);
        (await server.Run("lock", "release", "store-auto-close", "--token", $"{next}")).Code.ShouldBe(0);

        var counts = JsonElement.Parse((await server.Run("lock", "stats", "-o", "json")).Out).GetProperty("items")[0];
        (Count("acquired"), Count("released"), Count("forced"), Count("refused")).ShouldBe((2, 1, 1, 0));
        counts.GetProperty("lastForced").GetProperty("reason").GetString().ShouldBe("it hangs");
        (await server.Run("lock", "stats")).Out.ShouldContain("CONTENTION");

        // Dead or alive: the locks are where they were said to be.
        redis.Kill();
        (await server.Run("lock", "list")).Code.ShouldBe(inRedis ? 8 : 0);
        (await server.Run("job", "list")).Code.ShouldBe(0);

        long Count(string name) => counts.GetProperty(name).GetInt64();
    }

    private static async Task<long> Take(RunningServer server, string name, string owner)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.Key);
        var answer = await client.PostAsJsonAsync($"/api/v1/locks/{name}/acquire", new { owner, ttl = "PT10M" });
        answer.IsSuccessStatusCode.ShouldBeTrue();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetInt64();
    }
}
