using Belfry.Policies;
using Belfry.Runs;

namespace Belfry.Tests.Policies;

public sealed class ErrorPatternTests
{
    [Theory]
    [InlineData("TimeoutException", true)]
    [InlineData("System.TimeoutException", true)]
    [InlineData("System.*", true)]
    [InlineData("*Exception", true)]
    [InlineData("Timeout*", true)]
    [InlineData("*", true)]
    [InlineData("HttpRequestException", false)]
    [InlineData("OutException", false)]
    [InlineData("timeoutexception", false)]
    [InlineData("System", false)]
    [InlineData("*: the host did NOT answer", true)]
    [InlineData("*: *did not*", true)]
    [InlineData("TimeoutException: *answer", true)]
    [InlineData("TimeoutException: the*answer", true)]
    [InlineData("TimeoutException: answer", false)]
    [InlineData("IOException: *answer", false)]
    [InlineData("exit 0-255", false)]
    public void A_type_and_a_message_say_which_error_is_meant(string text, bool meant) =>
        Matches(text, RunErrors.Of("System.TimeoutException", "The host did not answer")).ShouldBe(meant);

    [Theory]
    [InlineData("exit 75", true)]
    [InlineData("exit 64-78", true)]
    [InlineData("exit 1, 3, 70-75", true)]
    [InlineData("exit 7", false)]
    [InlineData("exit 76-255", false)]
    [InlineData("exit-code", true)]
    [InlineData("exit-code: *75*", true)]
    public void Exit_codes_are_named_singly_and_in_spans(string text, bool meant) =>
        Matches(text, RunErrors.Of("exit-code", ExitCodeText.Write(75) + "; success is 0, 3")).ShouldBe(meant);

    [Fact]
    public void An_exit_code_in_another_errors_message_is_none() =>
        Matches("exit 75", RunErrors.Of("ScriptException", ExitCodeText.Write(75))).ShouldBeFalse();

    [Theory]
    [InlineData("exit ")]
    [InlineData("exit x")]
    [InlineData("exit 5-3")]
    [InlineData("exit 256")]
    [InlineData("exit -1")]
    [InlineData("exit 1-2-3")]
    [InlineData("exit 1,,2")]
    [InlineData("any error")]
    [InlineData(": message")]
    public void A_text_that_says_nothing_is_refused(string text)
    {
        ErrorPattern.TryParse(text, out _, out string? problem).ShouldBeFalse();
        problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_hostile_pattern_and_a_long_message_end_soon()
    {
        string pattern = "*: " + string.Concat(Enumerable.Repeat("*a", 240)) + "b";
        Matches(pattern, RunErrors.Of("T", new string('a', 16_000))).ShouldBeFalse();
    }

    [Fact]
    public void Stars_agree_with_a_plain_definition()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            string pattern = Text(random, "ab*", 6), text = Text(random, "ab", 8);
            Wildcards.Match(pattern, text, StringComparison.Ordinal).ShouldBe(Plain(pattern, text), $"'{pattern}' and '{text}'");
        }
    }

    private static bool Plain(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
        {
            return text.IsEmpty;
        }

        return pattern[0] == '*'
            ? Plain(pattern[1..], text) || (!text.IsEmpty && Plain(pattern, text[1..]))
            : !text.IsEmpty && pattern[0] == text[0] && Plain(pattern[1..], text[1..]);
    }

    private static string Text(Random random, string letters, int most) =>
        new([.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => letters[random.Next(letters.Length)])]);

    private static bool Matches(string text, RunError error) => ErrorPattern.AnyMatches([text], error);
}
