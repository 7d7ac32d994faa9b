using Belfry.Jobs;

namespace Belfry.Tests.Jobs;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("shedule", "schedule")]
    [InlineData("shcedule", "schedule")]
    [InlineData("TimeOut", "timeout")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    public void The_nearest_word_is_offered_when_it_is_near(string word, string? meant) =>
        Spelling.Nearest(word, ["schedule", "timeout", "queue"]).ShouldBe(meant);
}
