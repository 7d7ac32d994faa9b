using Belfry.Jobs;

namespace Belfry.Tests.Jobs;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("15s", 15)]
    [InlineData("30m", 1800)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172_800)]
    [InlineData("1w1d", 691_200)]
    [InlineData("0s", 0)]
    [InlineData("PT5M", 300)]
    [InlineData("P1DT1H", 90_000)]
    [InlineData("P2W", 1_209_600)]
    [InlineData("500ms", 0.5)]
    [InlineData("PT0.5S", 0.5)]
    public void Both_forms_are_read(string text, double seconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("30m1h")]
    [InlineData("1.5h")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("P1DT")]
    [InlineData("5m\n")]
    [InlineData("٣m")]
    [InlineData("999999999w")]
    [InlineData("00:05:00")]
    public void Anything_else_is_refused(string text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1h30m", "PT1H30M")]
    [InlineData("2d", "P2D")]
    [InlineData("1s250ms", "PT1.25S")]
    [InlineData("0s", "PT0S")]
    public void What_is_written_is_read_again(string shortForm, string iso)
    {
        DurationText.TryParse(shortForm, out var duration).ShouldBeTrue();
        DurationText.Write(duration, DurationForm.Short).ShouldBe(shortForm);
        DurationText.Write(duration, DurationForm.Iso).ShouldBe(iso);
        DurationText.TryParse(iso, out var again).ShouldBeTrue();
        again.ShouldBe(duration);
    }
}
