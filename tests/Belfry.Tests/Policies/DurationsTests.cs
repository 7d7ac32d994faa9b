using Belfry.Policies;

namespace Belfry.Tests.Policies;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.35, "350 ms")]
    [InlineData(0.9996, "1000 ms")]
    [InlineData(1, "1s")]
    [InlineData(70, "1m 10s")]
    [InlineData(3600, "1h")]
    [InlineData(3661, "1h 1m")]
    [InlineData(3601, "1h")]
    [InlineData(93_600, "1d 2h")]
    [InlineData(86_700, "1d")]
    [InlineData(-70, "-1m 10s")]
    public void Two_units_are_enough(double seconds, string text) => Durations.Text(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void Instants_have_a_fraction_only_where_there_is_one()
    {
        var instant = new DateTimeOffset(2026, 3, 29, 3, 0, 0, TimeSpan.FromHours(2));
        Durations.Instant(instant).ShouldBe("2026-03-29T01:00:00Z");
        Durations.Instant(instant.AddMilliseconds(250)).ShouldBe("2026-03-29T01:00:00.25Z");
    }
}
