using Belfry.Policies;

namespace Belfry.Tests.Policies;

public sealed class ExpectationsTests
{
    private static readonly Dictionary<string, double> NoNumbers = [];

    [Theory]
    [InlineData(500, "took 500 ms; at least 1s is expected")]
    [InlineData(1_000, null)]
    [InlineData(60_000, null)]
    [InlineData(61_000, "took 1m 1s; at most 1m is expected")]
    public void Durations_are_compared_with_both_bounds_inclusive(int milliseconds, string? warning)
    {
        var expect = new ExpectPolicy { Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromMinutes(1) };
        Expectations.Warnings(expect, TimeSpan.FromMilliseconds(milliseconds), NoNumbers)
            .ShouldBe(warning is null ? [] : [warning]);
    }

    [Theory]
    [InlineData(0.0, "rows is 0; at least 1 is expected")]
    [InlineData(1.0, null)]
    [InlineData(1_000_000.0, null)]
    [InlineData(1_000_000.5, "rows is 1,000,000.5; at most 1,000,000 is expected")]
    [InlineData(null, "rows was not reported")]
    public void Numbers_are_compared_with_both_bounds_inclusive(double? rows, string? warning)
    {
        var expect = new ExpectPolicy { Numbers = new Dictionary<string, NumberBounds> { ["rows"] = new(1, 1e6) } };
        var numbers = rows is { } value ? new Dictionary<string, double> { ["rows"] = value, ["other"] = 1 } : NoNumbers;
        Expectations.Warnings(expect, TimeSpan.FromSeconds(1), numbers).ShouldBe(warning is null ? [] : [warning]);
    }

    [Fact]
    public void A_start_is_too_soon_when_less_time_has_passed_since_the_one_before()
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var hour = TimeSpan.FromHours(1);
        Expectations.TooSoon(hour, start, start.AddMinutes(-59)).ShouldBe("started 59m after the run before it; at most one every 1h is expected");
        Expectations.TooSoon(hour, start, start.AddMinutes(-60)).ShouldBeNull();
        Expectations.TooSoon(hour, start, null).ShouldBeNull();
    }
}
