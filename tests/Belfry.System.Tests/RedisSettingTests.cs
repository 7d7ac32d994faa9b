using System.Text.Json;
using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary>The server with a Redis that is wrong, away, or goes away later.</summary>
public sealed class RedisSettingTests
{
    private const string Password = "p@ss/w:rd?#%&";

    [Theory]
    [InlineData("redis://:hush-hush@cache:port", "the port is no number")]
    [InlineData("redis://:hush-hush@", "the host is missing")]
    [InlineData("redis://:hush-hush@cache/0?x=1", "options after a question mark")]
    public async Task An_address_that_makes_no_sense_ends_with_2(string address, string why)
    {
        var ended = await Server("--redis", address);
        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain(why);
        ended.Error.ShouldNotContain("hush-hush");
    }

    [Fact]
    public async Task Nobody_at_the_address_ends_with_8()
    {
        int port = Ports.Free();
        var ended = await Server("--redis", $"redis://127.0.0.1:{port}");
        ended.Code.ShouldBe(8);
        ended.Error.ShouldContain($"Redis at redis://127.0.0.1:{port} cannot be reached: Connection refused.");
        ended.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_wrong_password_ends_with_8()
    {
        await using var redis = await RedisServer.Start("--requirepass", Password);
        var ended = await Server("--redis", $"redis://:hush-hush@127.0.0.1:{redis.Port}");
        ended.Code.ShouldBe(8);
        ended.Error.ShouldContain("wants another password.");
        ended.Error.ShouldNotContain("hush-hush");
        ended.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_parts_in_the_environment_do_whatever_the_password_has_in_it()
    {
        await using var redis = await RedisServer.Start("--requirepass", Password);
        var ended = await Executable.Run(["doctor", "-o", "json", "--store", "sqlite::memory:"], null, new Dictionary<string, string>
        {
            ["REDIS_HOST"] = "127.0.0.1",
            ["REDIS_PORT"] = $"{redis.Port}",
            ["REDIS_PASSWORD"] = Password,
        });
        var finding = JsonElement.Parse(ended.Out).GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("subject").GetString() == "redis");
        finding.GetProperty("text").GetString()!.ShouldStartWith($"redis://127.0.0.1:{redis.Port} answers in");
        ended.Out.ShouldNotContain("ss/w");
        ended.Out.ShouldNotContain("ss%2Fw");
    }

    [Fact]
    public async Task Jobs_go_on_while_redis_is_dead_and_readiness_says_so()
    {
        await using var redis = await RedisServer.Start();
        await using var server = await RunningServer.Start("dev", "--redis", redis.Url);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        await Eventually.Is(async () => await Ready(client) is { Ok: true, Status: "ok", Redis: "ok" }, "everything is ready");

        redis.Kill();
        await Eventually.Is(async () => await Ready(client) is { Ok: true, Status: "degraded", Redis: "unavailable" }, "Redis is missed");
        (await server.Run("run", "demo/command", "--wait")).Code.ShouldBe(0);

        await redis.Restart();
        await Eventually.Is(async () => await Ready(client) is { Ok: true, Status: "ok", Redis: "ok" }, "Redis is found again");
        (await server.Stop()).ShouldBe(0);
    }

    private static async Task<(bool Ok, string? Status, string? Redis)> Ready(HttpClient client)
    {
        using var answer = await client.GetAsync("/health/ready");
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.IsSuccessStatusCode, body.GetProperty("status").GetString(), body.GetProperty("redis").GetString());
    }

    private static Task<Ended> Server(params string[] more) =>
        Executable.Run(["server", "--store", "sqlite::memory:", "--urls", "http://127.0.0.1:0", .. more]);
}
