using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

public sealed class ExitTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData(" 3 ", 3, 3)]
    [InlineData("10-12", 10, 12)]
    [InlineData("-1", -1, -1)]
    [InlineData("-3--1", -3, -1)]
    public void Exit_codes_are_written_as_one_code_or_a_span(string text, int first, int last)
    {
        ExitCodeRange.TryParse(text, out var range).ShouldBeTrue();

        range.ShouldBe(new ExitCodeRange(first, last));
        range.ToString().ShouldBe(text.Trim());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1-")]
    [InlineData("3-1")]
    [InlineData("one")]
    [InlineData("1-2-3")]
    [InlineData("99999999999")]
    public void Anything_else_is_no_exit_code(string? text) => ExitCodeRange.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_text_that_is_no_exit_code_is_refused_with_an_example() =>
        Should.Throw<FormatException>(() => ExitCodeRange.Parse("many")).Message.ShouldContain("10-12");

    [Theory]
    [InlineData(1, null, "exited with code 1")]
    [InlineData(126, null, "exited with code 126 (a shell found the program but could not execute it)")]
    [InlineData(127, null, "exited with code 127 (a shell did not find the program)")]
    [InlineData(137, null, "exited with code 137 (128 + 9: a process it ran was killed by SIGKILL (9), often by the kernel for want of memory)")]
    [InlineData(143, null, "exited with code 143 (128 + 15: a process it ran was killed by SIGTERM (15))")]
    [InlineData(255, null, "exited with code 255")]
    [InlineData(null, 9, "killed by SIGKILL (9), often by the kernel for want of memory")]
    [InlineData(null, 11, "killed by SIGSEGV (11)")]
    [InlineData(null, 31, "killed by SIGSYS (31)")]
    [InlineData(null, 34, "killed by signal 34")]
    public void A_failure_says_how_the_command_ended(int? code, int? signal, string text) =>
        ExitVerdict.Failure(new CommandExit(code, signal, 0, TimeSpan.Zero), success: null).ShouldBe(text);

    [Fact]
    public void An_exit_code_that_somebody_else_collected_is_a_failure() =>
        ExitVerdict.Failure(default, success: null)!.ShouldContain("SIGCHLD");
}
