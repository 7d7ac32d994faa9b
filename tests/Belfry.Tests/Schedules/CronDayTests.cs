using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>Which days a pattern allows, on each of the 146,097 days after which the calendar repeats.</summary>
public sealed class CronDayTests
{
    private const int FirstYear = 2000;
    private const int DaysInCycle = 146_097;

    [Theory]
    [InlineData("0 0 * * *")]
    [InlineData("0 0 31 * *")]
    [InlineData("0 0 29 2 *")]
    [InlineData("0 0 29 2 +3")]
    [InlineData("0 0 */2 * *")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 L-3 * *")]
    [InlineData("0 0 L-30,L-28 * *")]
    [InlineData("0 0 LW * *")]
    [InlineData("0 0 L-5W,L-29W * *")]
    [InlineData("0 0 1W,15W * *")]
    [InlineData("0 0 29W,30W,31W * *")]
    [InlineData("0 0 * * 0")]
    [InlineData("0 0 * 6-8 1-5")]
    [InlineData("0 0 * * 5L,0L")]
    [InlineData("0 0 * * 1#1,2#3,6#5,0#2")]
    [InlineData("0 0 * * MON#L")]
    [InlineData("0 0 13 * 5")]
    [InlineData("0 0 13 * +5")]
    [InlineData("0 0 L,1W * 3#5")]
    [InlineData("0 0 LW 2,12 +5,4L")]
    [InlineData("0 0 0 1,29 2,3 * 2001-2199/7")]
    public void Every_day_of_400_years_is_judged_as_by_the_naive_predicate(string text)
    {
        var pattern = Cron.Pattern(text);
        var naive = new NaiveCron(text);
        var start = new DateTime(FirstYear, 1, 1);
        var (expectedNext, expectedPrevious) = (new List<long>(), new List<long>());
        for (var n = 0; n < DaysInCycle; n++)
        {
            if (naive.IsDay(start.AddDays(n)))
                expectedNext.Add((long)(start.AddDays(n) - DateTime.UnixEpoch).TotalSeconds);
        }

        var first = (long)(start - DateTime.UnixEpoch).TotalSeconds;
        var end = first + DaysInCycle * 86_400L;
        var found = new List<long>();
        for (var slot = pattern.Ceiling(first); slot < end; slot = pattern.Ceiling(slot + 1))
            found.Add(slot);
        found.SequenceEqual(expectedNext).ShouldBeTrue();

        for (var slot = pattern.Floor(end - 1); slot >= first; slot = pattern.Floor(slot - 1))
            expectedPrevious.Add(slot);
        expectedPrevious.Reverse();
        found.SequenceEqual(expectedPrevious).ShouldBeTrue();
    }

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6,9,11 *")]
    [InlineData("0 0 31W 2,4 *")]
    [InlineData("0 0 30W 2 *")]
    [InlineData("0 0 L-29 2 *")]
    [InlineData("0 0 L-30 4 *")]
    [InlineData("0 0 1-7 * +5#3")]
    [InlineData("0 0 1 * +1L")]
    [InlineData("0 0 29W 2 +6")]
    [InlineData("0 0 0 29 2 * 2100")]
    [InlineData("0 0 0 29 2 * 2025-2027")]
    [InlineData("0 0 0 29 2 +1 2032")]
    [InlineData("0 0 0 29 2 ? */4,2198")]
    public void A_pattern_without_a_date_never_fires(string text)
    {
        Cron.Pattern(text).NeverFires.ShouldBeTrue();
        Cron.Pattern(text).Ceiling(0).ShouldBe(SlotPattern.NoneAfter);
        Cron.Pattern(text).Floor(long.MaxValue).ShouldBe(SlotPattern.NoneBefore);
    }

    [Theory]
    [InlineData("0 0 29 2 +1")]
    [InlineData("0 0 30 2 1")]
    [InlineData("0 0 L-30 * *")]
    [InlineData("0 0 29W 2 *")]
    [InlineData("0 0 * 2 1#5")]
    [InlineData("0 0 0 29 2 * 2026-2028")]
    public void A_pattern_with_a_rare_date_fires(string text)
    {
        Cron.Pattern(text).NeverFires.ShouldBeFalse();
        Cron.Pattern(text).Ceiling(0).ShouldBeLessThan(SlotPattern.NoneAfter);
    }

    [Fact]
    public void The_longest_pause_without_years_is_40_years()
    {
        var slot = Cron.Pattern("0 0 29 2 +1").Ceiling(Cron.Seconds("2072-03-01T00:00:00Z"));
        Cron.Instant(slot).ShouldBe("2112-02-29T00:00:00Z");
    }

    [Theory]
    [InlineData("* * * * *", "9999-12-31T23:59:00Z")]
    [InlineData("0 0 1 1 *", "9999-01-01T00:00:00Z")]
    [InlineData("0 0 0 1 1 * *", "2199-01-01T00:00:00Z")]
    public void Time_ends_with_the_last_year(string text, string last)
    {
        var pattern = Cron.Pattern(text);
        Cron.Instant(pattern.Floor(long.MaxValue)).ShouldBe(last);
        pattern.Ceiling(Cron.Seconds(last) + 1).ShouldBe(SlotPattern.NoneAfter);
    }
}
