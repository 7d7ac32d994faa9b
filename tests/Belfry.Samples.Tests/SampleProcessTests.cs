using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Belfry.Locks;
using Belfry.Runs;
using Belfry.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Samples.Tests;

/// <summary>Each sample for real: its process, its files, its store, an orderly end.</summary>
public sealed class SampleProcessTests
{
    [Fact]
    public async Task Air_quality_fetches_aggregates_and_serves()
    {
        using var folder = new Folder();
        var address = $"http://127.0.0.1:{FreePort()}";
        await using var sample = await SampleProcess.Start(
            "AirQuality", folder, "--Urls", address, "--Source", address + "/source/", "--BELFRY_ADMIN_KEY", DotnetProgram.Key);

        foreach (var job in new[] { "fetch-paris-data", "hourly-aggregations", "daily-statistics", "weekly-cleanup", "health-check" })
        {
            var run = await sample.Run(job);
            run.State.ShouldBe(RunState.Succeeded, $"{job}: {run.Error?.Message}");
        }

        using var client = new HttpClient { BaseAddress = new Uri(address) };
        (await client.GetFromJsonAsync<JsonElement>("/measurements/latest")).GetArrayLength().ShouldBe(24);
        (await client.GetFromJsonAsync<JsonElement>("/measurements/days")).GetArrayLength().ShouldBe(24);
        (await client.GetAsync("/belfry/api/v1/jobs")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", DotnetProgram.Key);
        (await client.GetFromJsonAsync<JsonElement>("/belfry/api/v1/jobs")).GetProperty("items").GetArrayLength().ShouldBe(5);
        (await sample.Stop()).ShouldBe(0);
    }

    [Fact]
    public async Task Stores_are_closed_and_reminded()
    {
        using var folder = new Folder();
        await using var sample = await SampleProcess.Start("Stores", folder);
        var run = await sample.Run("store-auto-close");
        run.State.ShouldBe(RunState.Succeeded);
        (await sample.OutputOf(run)).ShouldContain("Sol was still open.");
        (await sample.Run("store-open-reminder")).State.ShouldBe(RunState.Succeeded);
        (await sample.Stop()).ShouldBe(0);
    }

    [Fact]
    public async Task Of_two_chains_with_a_record_each_and_one_redis_one_closes_the_stores()
    {
        await using var redis = await RedisServer.Start();
        using var north = new Folder();
        using var south = new Folder();
        string[] settings = ["--REDIS_URL", redis.Url, "--Stores", north.File("stores.db"), "--LastCall"];
        await using var first = await SampleProcess.Start("Stores", north, [.. settings, "5"]);
        await using var second = await SampleProcess.Start("Stores", south, [.. settings, "0"]);
        await using var services = new ServiceCollection().AddBelfry(belfry => belfry.UseSqlite(":memory:").UseRedis(redis.Url)).BuildServiceProvider();
        var locks = services.GetRequiredService<ILocks>();

        var closing = await first.Begin("store-auto-close");
        await first.Until(async () => await locks.Find("store-auto-close", CancellationToken.None) is not null, "nobody has taken the lock");
        var refused = await second.Run("store-auto-close");
        (await second.OutputOf(refused)).ShouldBe("Somebody else is closing stores; nothing to do.\n");

        var closed = await first.End(closing);
        closed.State.ShouldBe(RunState.Succeeded);
        (await first.OutputOf(closed)).ShouldContain("Sol was still open.");
        (await locks.Find("store-auto-close", CancellationToken.None)).ShouldBeNull();
        var counts = (await locks.Statistics(null, 10, CancellationToken.None)).Single();
        (counts.Acquired, counts.Refused, counts.Released).ShouldBe((1, 1, 1));

        // The other one's turn comes when the lock is free; the token tells the table that it is the later one.
        var later = await second.Run("store-auto-close");
        (await second.OutputOf(later)).ShouldBe("");
        (await first.Stop()).ShouldBe(0);
        (await second.Stop()).ShouldBe(0);
    }

    [Fact]
    public async Task The_soaring_club_writes_its_mails()
    {
        using var folder = new Folder();
        await using var sample = await SampleProcess.Start("SoaringClub", folder);
        foreach (var job in new[]
        {
            "pre-op-duty-mails", "aging-logsheets", "maintenance-digest", "late-progress-reports", "duty-delinquents", "expire-ad-hoc-days",
        })
        {
            var run = await sample.Run(job);
            run.State.ShouldBe(RunState.Succeeded, $"{job}: {run.Error?.Message}");
        }

        // Three of the crew, two officers whose sheets are open, one who mends, two instructors, the secretary; nobody's day is called off.
        Directory.GetFiles(folder.File("mail"), "*.eml").Length.ShouldBe(9);
        (await sample.Stop()).ShouldBe(0);
    }

    [Fact]
    public async Task Etl_jobs_are_applied_to_a_server_and_run_by_the_worker()
    {
        using var folder = new Folder();
        var address = $"http://127.0.0.1:{FreePort()}";
        await using var server = DotnetProgram.Start(
            "Belfry.Server", folder, "server", "--store", "sqlite:" + folder.File("belfry.db"), "--urls", address);
        await server.Answers(address + "/health/ready");
        var jobs = Path.Combine(AppContext.BaseDirectory, "jobs.yaml");
        await DotnetProgram.Run("Belfry.Server", folder, "apply", "-f", jobs, "--server", address);

        await using var sample = await SampleProcess.Start("Etl", folder);
        await DotnetProgram.Run("Belfry.Server", folder, "job", "run", "etl/extract", "--wait", "--server", address);
        (await sample.Follows("etl/summary")).State.ShouldBe(RunState.Succeeded);
        foreach (var job in new[] { "reports/tokyo", "clean-up" })
        {
            var run = await sample.Run(job);
            run.State.ShouldBe(RunState.Succeeded, $"{job}: {run.Error?.Message}");
            if (job == "reports/tokyo")
            {
                (await sample.OutputOf(run)).ShouldStartWith("tokyo, ");
            }
        }

        (await sample.Stop()).ShouldBe(0);
        (await server.Stop()).ShouldBe(0);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
