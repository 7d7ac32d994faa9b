using Belfry.Storage;

namespace Belfry.Tests.Storage;

public sealed class StoredTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain, with é and 😀 and a line\nbreak")]
    [InlineData("\uFFFD")]
    public void Whole_text_stays_the_same_object(string text) => StoredText.Of(text).ShouldBeSameAs(text);

    [Theory]
    [InlineData("\0", "\uFFFD")]
    [InlineData("a\0b\0", "a\uFFFDb\uFFFD")]
    [InlineData("😀\0", "😀\uFFFD")]
    public void Nul_is_replaced(string text, string stored) => StoredText.Of(text).ShouldBe(stored);

    [Fact]
    public void Halves_of_pairs_are_replaced_and_pairs_stay()
    {
        StoredText.Of("a\uD83D").ShouldBe("a\uFFFD");
        StoredText.Of("\uDE00a").ShouldBe("\uFFFDa");
        StoredText.Of("\uD83D\uD83D\uDE00").ShouldBe("\uFFFD😀");
        StoredText.Of("\uD83D\uDE00\uDE00").ShouldBe("😀\uFFFD");
    }
}
