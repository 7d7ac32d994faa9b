using Belfry.Jobs;

namespace Belfry.Tests.Jobs;

public sealed class RateTextTests
{
    [Theory]
    [InlineData("20/min", 20, 60)]
    [InlineData("20 / m", 20, 60)]
    [InlineData("5/s", 5, 1)]
    [InlineData("1/hour", 1, 3600)]
    [InlineData("100/10m", 100, 600)]
    public void A_rate_is_how_many_in_which_time(string text, int count, int seconds)
    {
        RateText.TryParse(text, out int read, out var per).ShouldBeTrue();
        (read, per).ShouldBe((count, TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("/min")]
    [InlineData("20/soon")]
    [InlineData("-5/min")]
    [InlineData("1/2/3")]
    [InlineData("99999999999/s")]
    public void Other_texts_are_none(string? text) => RateText.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void It_is_written_so_that_it_can_be_read()
    {
        string text = RateText.Write(20, TimeSpan.FromMinutes(1));
        text.ShouldBe("20/1m");
        RateText.TryParse(text, out int count, out var per).ShouldBeTrue();
        (count, per).ShouldBe((20, TimeSpan.FromMinutes(1)));
    }
}
