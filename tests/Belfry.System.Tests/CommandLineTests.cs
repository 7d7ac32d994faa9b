using System.Text.Json;

namespace Belfry.System.Tests;

/// <summary>What the program does without a server.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Version_is_one_line()
    {
        var ended = await Executable.Run("version");
        ended.Code.ShouldBe(0);
        ended.Out.ShouldMatch(@"^belfry \d+\.\d+\.\d+\n$");
    }

    [Theory]
    [InlineData("jbo list", "Did you mean job?")]
    [InlineData("job lsit", "Did you mean list?")]
    [InlineData("job list --tga x", "Did you mean --tag?")]
    [InlineData("version -o jsno", "Did you mean json?")]
    [InlineData("bench drian", "Did you mean drain?")]
    [InlineData("job", "needs a verb")]
    [InlineData("job list extra", "no further argument")]
    [InlineData("job list --limit none", "whole number")]
    [InlineData("plan --for 6", "a duration such as")]
    [InlineData("schedule next @daily --after tomorrow", "an instant such as")]
    [InlineData("schedule next", "the schedule is missing")]
    public async Task A_mistake_ends_with_2_and_says_what_was_meant(string line, string hint)
    {
        var ended = await Executable.Run(line.Split(' '));
        ended.Code.ShouldBe(2);
        ended.Out.ShouldBeEmpty();
        ended.Error.ShouldContain(hint);
    }

    [Fact]
    public async Task A_server_that_is_away_ends_with_8_and_says_what_to_start()
    {
        var ended = await Executable.Run("job", "list", "--server", "http://127.0.0.1:1");
        ended.Code.ShouldBe(8);
        ended.Error.ShouldContain("belfry dev");
        ended.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Without_a_terminal_the_next_instants_stand_alone()
    {
        var ended = await Executable.Run("schedule", "next", "30 2 * * *", "--zone", "Europe/Berlin", "--after", "2026-03-28T12:00:00Z", "--count", "2");
        ended.Out.ShouldBe("2026-03-29T01:00:00Z\n2026-03-30T00:30:00Z\n");
    }

    [Fact]
    public async Task As_json_they_come_with_their_notes()
    {
        var ended = await Executable.Run(
            "schedule", "next", "30 2 * * *", "--zone", "Europe/Berlin", "--after", "2026-03-28T12:00:00Z", "--count", "1", "-o", "json");
        var fire = JsonElement.Parse(ended.Out).GetProperty("items")[0];
        fire.GetProperty("local").GetString().ShouldBe("2026-03-29T03:00:00");
        fire.GetProperty("offset").GetString().ShouldBe("+02:00");
        fire.GetProperty("note").GetString().ShouldBe("gap");
    }

    [Fact]
    public async Task A_wrong_schedule_is_pointed_at()
    {
        var ended = await Executable.Run("schedule", "next", "0 61 * * *");
        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain("  0 61 * * *\n    ^^");
    }

    [Fact]
    public async Task Lines_from_standard_input_are_answered_in_order()
    {
        string lines = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{{\"id\":{i},\"schedule\":\"*/5 * * * *\",\"after\":\"2026-01-01T00:00:00Z\",\"count\":1}}\n"));
        var ended = await Executable.Run(["schedule", "next", "--stdin"], lines);
        ended.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(Enumerable.Range(0, 5_000).Select(i => $"{{\"id\":{i},\"next\":[\"2026-01-01T00:05:00Z\"]}}"));
    }

    [Fact]
    public async Task Warnings_end_with_10()
    {
        (await Executable.Run("schedule", "lint", "0 0 13 * 5")).Code.ShouldBe(10);
        (await Executable.Run("schedule", "lint", "0 0 * * *")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task There_is_no_colour_without_a_terminal_unless_it_is_forced()
    {
        string[] line = ["schedule", "explain", "30 2 * * *", "--zone", "Europe/Berlin"];
        (await Executable.Run(line)).Out.ShouldNotContain("\e");
        (await Executable.Run(line, null, new Dictionary<string, string> { ["CLICOLOR_FORCE"] = "1" })).Out.ShouldContain("\e[");
        (await Executable.Run([.. line, "--no-color"], null, new Dictionary<string, string> { ["CLICOLOR_FORCE"] = "1" })).Out.ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_crontab_is_read_line_by_line()
    {
        var ended = await Executable.Run(
            ["schedule", "import", "--user", "--dry-run", "-o", "json", "-"], "MAILTO=me\n*/5 * * * * /bin/true\n@reboot /bin/false\n61 * * * * /bin/false\n");
        ended.Code.ShouldBe(10);
        var lines = JsonElement.Parse(ended.Out).GetProperty("items").EnumerateArray().ToArray();
        lines.Select(line => line.GetProperty("place").GetString()).ShouldBe(["-:1", "-:2", "-:3", "-:4"]);
        lines.Select(line => line.GetProperty("outcome").GetString()).ShouldBe(["note", "ok", "failed", "failed"]);
    }

    [Fact]
    public async Task A_server_beyond_loopback_needs_a_key()
    {
        var ended = await Executable.Run("server", "--urls", "http://0.0.0.0:0", "--store", "sqlite::memory:");
        ended.Code.ShouldBe(2);
        ended.Error.ShouldContain("BELFRY_ADMIN_KEY");
    }

    [Fact]
    public async Task Wrap_passes_output_and_exit_code_on_though_the_server_is_away()
    {
        var ended = await Executable.Run("wrap", "nightly", "--server", "http://127.0.0.1:1", "--", "/bin/sh", "-c", "echo out; echo err >&2; exit 7");
        ended.Code.ShouldBe(7);
        ended.Out.ShouldBe("out\n");
        ended.Error.ShouldContain("err");
        ended.Error.ShouldContain("was not reported");
    }

    [Theory]
    [InlineData("sche", "schedule")]
    [InlineData("job del", "delete")]
    [InlineData("job list --lim", "--limit")]
    [InlineData("version -o js", "jsonl")]
    public async Task Words_are_completed(string typed, string word) =>
        (await Executable.Run(["complete", "--", .. typed.Split(' ')])).Out.Split('\n').Select(line => line.Split('\t')[0]).ShouldContain(word);

    [Fact]
    public async Task Doctor_shows_every_setting_and_no_secret()
    {
        var ended = await Executable.Run(["doctor"], null, new Dictionary<string, string> { ["BELFRY_KEY"] = "hunter2-hunter2-hunter2" });
        ended.Out.ShouldContain("enableDuplicatePrevention");
        ended.Out.ShouldContain("BELFRY_KEY");
        ended.Out.ShouldNotContain("hunter2");
    }
}
