using Belfry.Server.Output;

namespace Belfry.Server.Tests;

public sealed class TimesTests
{
    [Theory]
    [InlineData(0, "now")]
    [InlineData(42, "in 42s")]
    [InlineData(-60, "1m ago")]
    [InlineData(-13_260, "3h 41m ago")]
    [InlineData(259_200, "in 3d")]
    public void Distances_are_rough(int seconds, string text) => Times.Relative(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(0.4, "0ms")]
    [InlineData(850, "850ms")]
    [InlineData(31_230, "31.2s")]
    [InlineData(70_000, "1m 10s")]
    [InlineData(13_200_000, "3h 40m")]
    public void Durations_have_their_units(double milliseconds, string text) => Times.Duration(milliseconds).ShouldBe(text);
}
