using System.Numerics;

namespace Belfry.Tests.Schedules;

public sealed class CronFieldTests
{
    [Theory]
    [InlineData("0 22-2 * * *", "0 0 22-2 * * *", new[] { 0, 1, 2, 22, 23 })]
    [InlineData("0 22-4/3 * * *", "0 0 22-4/3 * * *", new[] { 1, 4, 22 })]
    [InlineData("0 5-5 * * *", "0 0 5-5 * * *", new[] { 5 })]
    [InlineData("0 5/8 * * *", "0 0 5/8 * * *", new[] { 5, 13, 21 })]
    [InlineData("0 5-9/20 * * *", "0 0 5-9/20 * * *", new[] { 5 })]
    [InlineData("0 */9,7,7 * * *", "0 0 */9,7,7 * * *", new[] { 0, 7, 9, 18 })]
    public void Hours_are_read_the_same_with_and_without_seconds(string five, string six, int[] hours)
    {
        Bits(Cron.Pattern(five).Hours).ShouldBe(hours);
        Bits(Cron.Pattern(six).Hours).ShouldBe(hours);
    }

    [Theory]
    [InlineData("1/2", new[] { 1, 3, 5 })]
    [InlineData("5-7", new[] { 0, 5, 6 })]
    [InlineData("7", new[] { 0 })]
    [InlineData("7-2/2", new[] { 0, 2 })]
    [InlineData("7-7", new[] { 0 })]
    [InlineData("7/3", new[] { 0, 3, 6 })]
    [InlineData("FRI-MON", new[] { 0, 1, 5, 6 })]
    [InlineData("fri-mon/2", new[] { 0, 5 })]
    [InlineData("0-7/7", new[] { 0 })]
    [InlineData("6-5", new[] { 0, 1, 2, 3, 4, 5, 6 })]
    public void Days_of_the_week_wrap_and_know_7(string field, int[] weekdays) =>
        Bits(Cron.Pattern("0 0 * * " + field).DaysOfWeek).ShouldBe(weekdays);

    [Theory]
    [InlineData("NOV-FEB", new[] { 1, 2, 11, 12 })]
    [InlineData("*/3", new[] { 1, 4, 7, 10 })]
    [InlineData("jan,MAR", new[] { 1, 3 })]
    public void Months_wrap_and_have_names(string field, int[] months) =>
        Bits(Cron.Pattern($"0 0 1 {field} *").Months).ShouldBe(months);

    [Fact]
    public void Days_of_the_month_wrap_over_31_days() =>
        Bits(Cron.Pattern("0 0 29-2 * *").DaysOfMonth).ShouldBe([1, 2, 29, 30, 31]);

    [Theory]
    [InlineData("* 1 * * *", true)]
    [InlineData("0 1-5 * * *", true)]
    [InlineData("0 0/2 * * *", true)]
    [InlineData("1,2-2 1 * * *", true)]
    [InlineData("0,30 1,2 * * *", false)]
    [InlineData("0 1 1-5 */2 *", false)]
    [InlineData("H H(1-5) * * *", false)]
    [InlineData("H/20 1 * * *", true)]
    [InlineData("0 0 1 * * *", false)]
    [InlineData("0-1 0 1 * * *", true)]
    [InlineData("@daily", false)]
    [InlineData("@hourly", true)]
    public void The_time_fields_as_written_decide_the_kind(string text, bool isInterval) =>
        Cron.Pattern(text, seed: "x").IsInterval.ShouldBe(isInterval);

    [Theory]
    [InlineData("0 0 ? * ?", "0 0 * * *")]
    [InlineData("  0\t0  *  *\t* ", "0 0 * * *")]
    [InlineData("@Weekly", "0 0 * * 0")]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@every_second", "* * * * * *")]
    [InlineData("0 0 */1 * MON", "0 0 * * 1")]
    [InlineData("0 0 * * 5#L,MON#1,7L", "0 0 * * 0L,5L,1#1")]
    [InlineData("0 0 lw,l-3,15w,L-2w,1 * *", "0 0 1,15W,L-3,LW,L-2W * *")]
    [InlineData("0 9 1-7 * +MON", "0 9 1-7 * +1")]
    [InlineData("0 9 * * +MON", "0 9 * * 1")]
    [InlineData("0 0 1-31 * 1", "0 0 1-31 * 1")]
    [InlineData("5 5-5 * * *", "5-5 5 * * *")]
    [InlineData("0,30 1-1 * * *", "*/30 1 * * *")]
    [InlineData("0/30 1 * * *", "*/30 1 * * *")]
    [InlineData("0 0 0 1 1 ? 2030-2032,2040", "0 0 0 1 1 * 2030-2032,2040")]
    [InlineData("0 0 0 1 1 ? *", "0 0 0 1 1 * *")]
    [InlineData("1,2,3 1,2,3 * * *", "1,2,3 1,2,3 * * *")]
    public void Canonical_text_keeps_set_and_kind(string text, string canonical)
    {
        var pattern = Cron.Pattern(text);
        Cron.Pattern(pattern.ToString()).ShouldBe(pattern);
        Cron.Pattern(canonical).ShouldBe(pattern);
        pattern.ToString().ShouldBe(canonical);
    }

    [Fact]
    public void The_day_rule_is_part_of_the_pattern_only_where_both_days_are_restricted()
    {
        Cron.Pattern("0 0 13 * 5", dayRule: Belfry.Schedules.DayRule.And).ShouldBe(Cron.Pattern("0 0 13 * +5"));
        Cron.Pattern("0 0 13 * 5").ShouldNotBe(Cron.Pattern("0 0 13 * +5"));
        Cron.Pattern("0 0 13 * *", dayRule: Belfry.Schedules.DayRule.And).ShouldBe(Cron.Pattern("0 0 13 * *"));
    }

    private static IEnumerable<int> Bits(ulong mask)
    {
        for (; mask != 0; mask &= mask - 1)
            yield return BitOperations.TrailingZeroCount(mask);
    }
}
