namespace Belfry.System.Tests;

/// <summary>One-shot processes over one store.</summary>
public abstract class ExecTests : IAsyncLifetime
{
    private RunningServer server = null!;
    private string store = "";

    public async Task InitializeAsync()
    {
        store = await Store();
        server = await RunningServer.Start("server", "--roles", "api", "--store", store);
    }

    /// <summary>As <c>--store</c> takes it.</summary>
    protected abstract Task<string> Store();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Of_several_processes_one_runs_the_tick()
    {
        await Create("once", "echo ran >> ran.txt");
        string at = await DueTick("once");
        var ended = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Exec("once", at)));
        ended.Select(process => process.Code).ShouldBe([0, 0, 0, 0, 0], string.Concat(ended.Select(process => process.Error)));
        (await File.ReadAllLinesAsync(Path.Combine(server.Folder, "ran.txt"))).Length.ShouldBe(1);
        ended.Count(process => process.Error.Contains("has done", StringComparison.Ordinal) || process.Error.Contains("holds", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task Of_several_wrapped_commands_one_runs_at_a_tick()
    {
        // One tick for all of them, however long each takes to start. On a slow machine it is set again until it is ahead.
        DateTimeOffset due;
        int ahead = 2;
        do
        {
            due = TickRecord.WholeSecond(DateTimeOffset.UtcNow.AddSeconds(ahead *= 2));
            string file = $"jobs:\n  - name: elsewhere\n    schedule: once at {TickRecord.Text(due)}\n    run: {{external: {{grace: 10m}}}}\n";
            (await server.Run(["apply", "-f", "-"], file)).Code.ShouldBe(0);
        }
        while (DateTimeOffset.UtcNow > due);
        await Eventually.Is(() => Task.FromResult(DateTimeOffset.UtcNow > due), "the tick is due");
        var ended = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => server.Run(
            "wrap", "elsewhere", "--timeout", "2m", "--", "/bin/sh", "-c", "echo ran >> wrapped.txt; exit 0")));
        ended.Select(process => process.Code).ShouldBe([0, 0, 0, 0, 0], string.Concat(ended.Select(process => process.Error)));
        (await File.ReadAllLinesAsync(Path.Combine(server.Folder, "wrapped.txt"))).Length.ShouldBe(1);
        ended.Count(process => process.Error.Contains("the tick of", StringComparison.Ordinal)).ShouldBe(4);
    }

    [Fact]
    public async Task It_ends_with_the_result_and_shows_the_output()
    {
        await Create("fails", "echo shown; exit 3");
        var ended = await Exec("fails", await DueTick("fails"));
        ended.Code.ShouldBe(6);
        ended.Out.ShouldBe("shown\n", ended.Error);
        ended.Error.ShouldContain("exited with code 3");
    }

    [Fact]
    public async Task An_unknown_job_ends_with_3() => (await Exec("nothing", "2026-01-01T00:00:00Z")).Code.ShouldBe(3);

    // Side by side: of several ticks that are due by now, each has a run of its own.
    private async Task Create(string name, string script) => (await server.Run(
        "job", "create", name, "--schedule", "every 1 second", "--set", "overlap=allow", "--", "/bin/sh", "-c", script)).Code.ShouldBe(0);

    // An instant after the job's first tick, whichever machine this is and however slow.
    private async Task<string> DueTick(string name)
    {
        string due = (await server.Run("job", "next", name, "--count", "1", "-o", "jsonl")).Out.Split('"')[3];
        await Eventually.Is(() => Task.FromResult(DateTimeOffset.UtcNow > DateTimeOffset.Parse(due, null)), "the tick is due");
        return due;
    }

    private Task<Ended> Exec(string name, string at) => server.Run("exec", name, "--at", at, "--store", store);
}

public sealed class SqliteExecTests : ExecTests
{
    protected override Task<string> Store() => Task.FromResult("sqlite:exec.db");
}

public sealed class PostgresExecTests : ExecTests
{
    protected override async Task<string> Store()
    {
        var postgres = await Belfry.TestServers.PostgresServer.Shared;
        return postgres.Url(await postgres.CreateDatabase());
    }
}
