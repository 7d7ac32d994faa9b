using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

public sealed class CommandSpecTests
{
    private static readonly CommandSpec Good = new() { Command = ["/bin/true", "", "--x=;|&"] };

    [Fact]
    public void An_ordinary_definition_has_no_problem() => (Good with
    {
        Environment = new Dictionary<string, string> { ["LEVEL"] = "", ["env"] = "lower case is another name", ["LD_OTHER"] = "x" },
        WorkingDirectory = "/srv/..data",
        Success = [new(0), new(10, 12)],
        Stdin = "a\0b",
    }).Problems().ShouldBeEmpty();

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("  ", "argument")]
    public void A_command_needs_a_program(params string[] command) =>
        Only(Good with { Command = command }).ToString().ShouldStartWith("run.command: names no program; write it as a list");

    [Fact]
    public void No_argument_can_carry_NUL() =>
        Only(Good with { Command = ["echo", "fine", "a\0b"] }).Field.ShouldBe("command[2]");

    [Theory]
    [InlineData("LD_PRELOAD")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("LD_AUDIT")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("PATH")]
    [InlineData("BASH_ENV")]
    [InlineData("ENV")]
    [InlineData("IFS")]
    public void Variables_that_change_what_programs_are_cannot_be_set(string name)
    {
        var problem = Only(With(name, "x"));

        problem.Field.ShouldBe($"env.{name}");
        problem.Message.ShouldContain("is not allowed because it ");
    }

    [Theory]
    [InlineData("BELFRY_RUN_ID")]
    [InlineData("BELFRY_ANYTHING")]
    public void Variables_of_Belfry_cannot_be_set(string name) => Only(With(name, "x")).Message.ShouldContain("is not yours to set");

    [Theory]
    [InlineData("", "x")]
    [InlineData("A=B", "x")]
    [InlineData("A\0B", "x")]
    [InlineData("A", "x\0y")]
    [InlineData("A", null)]
    public void Names_and_values_must_be_ones_that_an_environment_can_carry(string name, string? value) => Only(With(name, value!));

    [Theory]
    [InlineData("", "is not a path")]
    [InlineData("/a\0b", "is not a path")]
    [InlineData("..", "climbs with '..'")]
    [InlineData("/srv/../etc", "climbs with '..'")]
    [InlineData("a\\..\\b", "climbs with '..'")]
    public void A_working_folder_must_be_a_plain_path(string directory, string message)
    {
        var problem = Only(Good with { WorkingDirectory = directory });

        problem.Field.ShouldBe("workdir");
        problem.Message.ShouldStartWith(message);
    }

    [Fact]
    public void Some_exit_code_must_be_success() => Only(Good with { Success = [] }).Field.ShouldBe("success");

    [Fact]
    public void A_span_of_exit_codes_runs_upwards() =>
        Only(Good with { Success = [new(0), new(12, 10)] }).ToString().ShouldBe("run.success[1]: runs backwards; write 10-12.");

    [Fact]
    public void All_problems_are_told_at_once() =>
        (With("IFS", "x") with { Command = [], WorkingDirectory = ".." }).Problems().Count.ShouldBe(3);

    private static CommandSpec With(string name, string value) =>
        Good with { Environment = new Dictionary<string, string> { [name] = value } };

    private static CommandProblem Only(CommandSpec spec) => spec.Problems().ShouldHaveSingleItem();
}
