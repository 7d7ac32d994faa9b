using Belfry.Jobs;

namespace Belfry.Tests.Jobs;

public sealed class InstantTextTests
{
    [Theory]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T01:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T01:00:00.25Z", "2026-03-29T01:00:00.25Z")]
    public void Any_offset_is_read_and_UTC_is_written(string text, string written)
    {
        InstantText.TryParse(text, out var instant).ShouldBeTrue();
        InstantText.Write(instant).ShouldBe(written);
    }

    [Theory]
    [InlineData("2026-03-29T01:00:00")]
    [InlineData("2026-03-29")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("03/29/2026 01:00")]
    [InlineData("")]
    public void A_text_without_offset_or_time_is_refused(string text) => InstantText.TryParse(text, out _).ShouldBeFalse();
}
