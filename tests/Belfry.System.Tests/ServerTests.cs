using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>The verbs against a server with the demonstration jobs.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async Task InitializeAsync() => server = await RunningServer.Start("dev", "--debug");

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Standard_output_is_json_whatever_is_logged()
    {
        foreach (string[] line in new string[][] { ["job", "list"], ["status"], ["run", "list"], ["plan"], ["schedule", "load"], ["schedule", "spread"], ["doctor"], ["export"], ["job", "get", "demo/slow-report"] })
        {
            var ended = await server.Run([.. line, "-o", "json", "--debug"]);
            JsonElement.Parse(ended.Out).ValueKind.ShouldBe(JsonValueKind.Object, string.Join(' ', line));
        }
    }

    [Fact]
    public async Task A_run_is_waited_for_and_its_output_shown()
    {
        var ended = await server.Run("run", "demo/command", "--wait", "-o", "json");
        ended.Code.ShouldBe(0);
        string id = JsonElement.Parse(ended.Out).GetProperty("id").GetString()!;
        (await server.Run("run", "logs", id)).Out.ShouldStartWith($"run {id}, attempt 1");
    }

    [Fact]
    public async Task A_run_that_fails_ends_the_waiting_with_6() =>
        (await server.Run("run", "demo/always-fails", "--wait")).Code.ShouldBe(6);

    [Fact]
    public async Task A_run_that_takes_too_long_ends_the_waiting_with_7() =>
        (await server.Run("run", "demo/slow-report", "--wait", "--timeout", "100ms")).Code.ShouldBe(7);

    [Fact]
    public async Task An_unknown_job_ends_with_3_and_the_one_that_was_meant()
    {
        var ended = await server.Run("job", "get", "demo/slow-reprot");
        ended.Code.ShouldBe(3);
        ended.Error.ShouldContain("Did you mean demo/slow-report?");
    }

    [Fact]
    public async Task A_wrong_key_ends_with_4() => (await server.Run("job", "list", "--key", "not-the-key-not-the-key")).Code.ShouldBe(4);

    [Fact]
    public async Task A_job_that_exists_is_not_created_again()
    {
        (await server.Run("job", "create", "mine", "--schedule", "@daily", "--", "/bin/true")).Code.ShouldBe(0);
        (await server.Run("job", "create", "mine", "--schedule", "@daily", "--", "/bin/true")).Code.ShouldBe(5);
    }

    [Fact]
    public async Task What_cannot_be_undone_needs_a_yes()
    {
        await server.Run("job", "create", "short-lived", "--", "/bin/true");
        (await server.Run("job", "delete", "short-lived")).Code.ShouldBe(2);
        (await server.Run("job", "delete", "short-lived", "--yes")).Code.ShouldBe(0);
        (await server.Run("job", "get", "short-lived")).Code.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_exported_is_no_difference()
    {
        string file = (await server.Run("export")).Out;
        (await server.Run(["diff", "-f", "-"], file)).Code.ShouldBe(0);
        var ended = await server.Run(["diff", "-f", "-"], file.Replace("every 10 seconds", "every 15 seconds", StringComparison.Ordinal));
        ended.Code.ShouldBe(10);
        ended.Out.ShouldContain("~ demo/command");
        ended.Out.ShouldContain("fires after:");
    }

    [Fact]
    public async Task Files_are_applied_as_a_whole_or_not_at_all()
    {
        const string Good = "  - name: good\n    schedule: \"@daily\"\n    run: {command: [/bin/true]}\n";
        var refused = await server.Run(["apply", "-f", "-"], $"jobs:\n{Good}  - name: bad\n    schedule: \"61 * * * *\"\n    run: {{command: [/bin/true]}}\n");
        refused.Code.ShouldBe(2);
        refused.Error.ShouldContain("-:6: jobs[1].schedule");
        (await server.Run("job", "get", "good")).Code.ShouldBe(3);

        (await server.Run(["apply", "-f", "-", "--dry-run"], $"jobs:\n{Good}")).Error.ShouldContain("1 created");
        (await server.Run("job", "get", "good")).Code.ShouldBe(3);
        (await server.Run(["apply", "-f", "-"], $"jobs:\n{Good}")).Error.ShouldContain("1 created");
        (await server.Run(["apply", "-f", "-"], $"jobs:\n{Good}")).Error.ShouldContain("1 unchanged");
    }

    [Fact]
    public async Task A_pause_is_shown_and_ended()
    {
        (await server.Run("job", "pause", "demo/heartbeat", "--reason", "maintenance", "--for", "1h")).Code.ShouldBe(0);
        (await server.Run("job", "list", "-q", "state:paused")).Out.ShouldContain("demo/heartbeat");
        (await server.Run("job", "resume", "demo/heartbeat")).Code.ShouldBe(0);
        (await server.Run("job", "list", "-q", "state:paused")).Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrapped_command_keeps_its_exit_code_and_leaves_a_run()
    {
        (await server.Run(["apply", "-f", "-"], "jobs:\n  - name: elsewhere\n    run: {external: {grace: 10m}}\n")).Code.ShouldBe(0);
        var ended = await server.Run("wrap", "elsewhere", "--timeout", "2m", "--", "/bin/sh", "-c", "echo out; exit 3");
        ended.Code.ShouldBe(3);
        ended.Out.ShouldBe("out\n");
        var runs = await server.Run("run", "list", "-q", "job:elsewhere", "-o", "json");
        var run = JsonElement.Parse(runs.Out).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        run.GetProperty("state").GetString().ShouldBe("failed");
        run.GetProperty("exitCode").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task It_says_why_a_job_ran()
    {
        await Eventually.Is(async () => (await server.Run("run", "list", "-q", "job:demo/heartbeat state:succeeded")).Out.Length > 0, "the heartbeat ran");
        var ended = await server.Run("why", "demo/heartbeat");
        ended.Code.ShouldBe(0);
        ended.Out.ShouldContain("demo/heartbeat");
    }

    [Fact]
    public async Task Asked_to_end_it_drains_and_leaves_nothing_behind()
    {
        Directory.GetFiles(server.StateFolder, "*.key").Length.ShouldBe(1);
        (await server.Stop()).ShouldBe(0);
        Directory.GetFiles(server.StateFolder, "*.key").ShouldBeEmpty();
    }
}
