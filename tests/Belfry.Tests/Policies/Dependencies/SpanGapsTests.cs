using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies.Dependencies;

public sealed class SpanGapsTests
{
    private static readonly Schedule Hourly = Schedule.Parse("0 * * * *");

    // The span is 08:00-12:00 of an hourly job.
    [Theory]
    [InlineData("", "misfire 08:00-12:00 x5")]
    [InlineData("08:00-12:00", "")]
    [InlineData("06:00-14:00", "")]
    [InlineData("06:00-07:00 13:00-13:00", "misfire 08:00-12:00 x5")]
    [InlineData("10:00-10:00", "misfire 08:00-09:00 x2, misfire 11:00-12:00 x2")]
    [InlineData("08:00-08:00 12:00-12:00", "misfire 09:00-11:00 x3")]
    [InlineData("08:00-10:00", "misfire 11:00-12:00 x2")]
    [InlineData("09:00-09:00 11:00-11:00", "misfire 08:00 x1, misfire 10:00 x1, misfire 12:00 x1")]
    [InlineData("07:30-08:30 09:15-11:45", "misfire 09:00 x1, misfire 12:00 x1")]
    [InlineData("08:10-08:20", "misfire 08:00 x1, misfire 09:00-12:00 x4")]
    public void What_is_recorded_is_left_out(string recorded, string gaps) =>
        string.Join(", ", SpanGaps.Of(
            new SkippedTicks(Clock("08:00"), Clock("12:00"), 5, SkipReason.Misfire, "why"),
            [.. recorded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(span => (Clock(span[..5]), Clock(span[6..])))],
            Hourly).Select(Of)).ShouldBe(gaps);
}
