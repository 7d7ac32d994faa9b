using System.Text.Json;
using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary>Servers that are killed in the middle of a recovery: others go on with it, and nothing is done twice.</summary>
public abstract class OperationKillTests : IAsyncLifetime
{
    private const int Letters = 60;

    private readonly string folder = Directory.CreateTempSubdirectory("belfry-operation-").FullName;

    private string store = "";
    private int starts;

    public async Task InitializeAsync() => store = await Store(folder);

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>As <c>--store</c> takes it.</summary>
    protected abstract Task<string> Store(string folder);

    [Fact]
    public async Task Killed_in_the_middle_of_a_recovery_another_server_goes_on_and_no_letter_is_recovered_twice()
    {
        var server = await Start();
        await Die(server);
        await File.WriteAllTextAsync(Path.Combine(folder, "mended"), "");
        string id = (await Say(server, "dead", "retry", "--all", "--canary", "3", "--rate", "15/s", "--quiet")).Trim();
        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.9));
            await server.Kill();
            await server.DisposeAsync();
            server = await Start();
        }

        await using var last = server;
        await Eventually.Is(async () => (await Operation(last, id)).GetProperty("state").GetString() != "running", "the operation ends");
        var operation = await Operation(last, id);
        operation.GetProperty("state").GetString().ShouldBe("done", operation.GetRawText());
        (operation.GetProperty("taken").GetInt32(), operation.GetProperty("made").GetInt32()).ShouldBe((Letters, Letters));
        (operation.GetProperty("succeeded").GetInt32(), operation.GetProperty("failed").GetInt32()).ShouldBe((Letters, 0));
        Count(await Say(last, "dead", "list", "-o", "json")).ShouldBe(0);

        // Each was begun once, but for attempts that were lost with a server that was killed.
        var begun = Log.Read().SelectMany(tick => tick).GroupBy(line => line.Run).ToList();
        begun.Count.ShouldBe(Letters);
        foreach (var run in begun.Where(run => run.Count() > 1))
        {
            var attempts = JsonElement.Parse(await Say(last, "run", "get", run.Key, "-o", "json"));

            // One that was lost before it began is not in the log.
            attempts.GetProperty("lostCount").GetInt32().ShouldBeGreaterThanOrEqualTo(run.Count() - 1, $"run {run.Key} began {run.Count()} times");
        }
    }

    private ExecutionLog Log => new(Path.Combine(folder, "executed.log"));

    private async Task Die(RunningServer server)
    {
        string file =
            $$"""
            jobs:
              - name: work
                schedule: manual
                run: { command: [/bin/sh, -c, 'test -e mended || exit 1; {{Log.Command}}'], workdir: {{folder}} }
                retry: { strategy: immediate, attempts: 2 }
                overlap: allow
            """;
        (await server.Run(["apply", "-f", "-"], file)).Code.ShouldBe(0);
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", RunningServer.Key);
        string wishes = $"[{string.Join(',', Enumerable.Repeat("""{"job":"work"}""", Letters))}]";
        using var body = new StringContent(wishes, global::System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/runs", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        await Eventually.Is(async () => Count(await Say(server, "dead", "list", "--limit", "200", "-o", "json")) == Letters, "all have died");
    }

    private async Task<RunningServer> Start() =>
        await RunningServer.StartIn(folder, "server", "--store", store, "--slots", "8", "--lease", "4s", "--node", $"node-{++starts}");

    private static async Task<JsonElement> Operation(RunningServer server, string id) =>
        JsonElement.Parse(await Say(server, "operation", "get", id, "-o", "json"));

    private static async Task<string> Say(RunningServer server, params string[] arguments)
    {
        var ended = await server.Run(arguments);
        ended.Code.ShouldBe(0, ended.Error);
        return ended.Out;
    }

    private static int Count(string list) => JsonElement.Parse(list).GetProperty("items").GetArrayLength();
}

public sealed class SqliteOperationKillTests : OperationKillTests
{
    protected override Task<string> Store(string folder) => Task.FromResult($"sqlite:{Path.Combine(folder, "store.db")}");
}

public sealed class PostgresOperationKillTests : OperationKillTests
{
    protected override async Task<string> Store(string folder)
    {
        var postgres = await PostgresServer.Shared;
        return postgres.Url(await postgres.CreateDatabase());
    }
}
