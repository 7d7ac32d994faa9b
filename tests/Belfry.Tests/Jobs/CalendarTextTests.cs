using Belfry.Jobs;

namespace Belfry.Tests.Jobs;

public sealed class CalendarTextTests
{
    [Theory]
    [InlineData("dates 2026-12-25, 2027-01-01")]
    [InlineData("yearly 1 jan, 25 dec")]
    [InlineData("weekly saturday, sunday")]
    [InlineData("ranges 2026-12-24 to 2027-01-02")]
    [InlineData("times 00:00 to 06:00, 22:00 to 24:00")]
    [InlineData("cron * * 13 * *")]
    [InlineData("any of (dates 2026-12-25) (not (weekly monday))")]
    [InlineData("all of (weekly monday) (times 08:00 to 09:00)")]
    public void The_text_of_a_calendar_is_read_as_it_is_written(string text) =>
        CalendarText.Parse("c", text).Definition.ShouldBe(text);

    [Theory]
    [InlineData("weekly Sat", "weekly saturday")]
    [InlineData("times 22:00 to 06:00", "times 00:00 to 06:00, 22:00 to 24:00")]
    [InlineData("times 00:00 to 24:00", "times 00:00 to 24:00")]
    [InlineData("  yearly  25 December ", "yearly 25 dec")]
    public void Other_ways_to_write_it_mean_the_same(string text, string canonical) =>
        CalendarText.Parse("c", text).Definition.ShouldBe(canonical);

    [Fact]
    public void It_excludes_what_it_says() =>
        CalendarText.Parse("c", "weekly sunday").Excludes(new DateTime(2026, 11, 22)).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("dates")]
    [InlineData("dates ,")]
    [InlineData("yearly 30 feb")]
    [InlineData("ranges 2026-12-24")]
    [InlineData("ranges 2027-01-02 to 2026-12-24")]
    [InlineData("times 25:00 to 26:00")]
    [InlineData("cron 60 * * * *")]
    [InlineData("any of weekly monday")]
    [InlineData("any of (weekly monday")]
    [InlineData("any of ) weekly monday (")]
    [InlineData("not (weekly monday) (weekly friday)")]
    [InlineData("not (not (not (not (not (not (not (not (not (not (weekly monday))))))))))")]
    public void Anything_else_is_refused(string text) =>
        Should.Throw<Exception>(() => CalendarText.Parse("c", text)).ShouldBeAssignableTo<SystemException>();
}
