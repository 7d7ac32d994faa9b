using Belfry.Schedules.Forecasts;

namespace Belfry.Tests.Schedules.Forecasts;

public sealed class MovedScheduleTests
{
    [Theory]
    [InlineData("0 2 * * *", "7 2 * * *")]
    [InlineData("0 * * * *", "7 * * * *")]
    [InlineData("30 */6 * * * in Europe/Berlin", "37 */6 * * * in Europe/Berlin")]
    [InlineData("0 2,14 * * mon-fri", "7 2,14 * * mon-fri")]
    [InlineData("15 0 2 * * *", "15 7 2 * * *")]
    [InlineData("@daily", "7 0 * * *")]
    [InlineData("@hourly in Asia/Kolkata", "7 * * * * in Asia/Kolkata")]
    [InlineData("daily at 02:00", "daily at 02:07")]
    [InlineData("daily at 02:55, 14:00 in America/New_York", "daily at 03:02, 14:07 in America/New_York")]
    [InlineData("every hour", "every hour from 1970-01-01T00:07:00Z")]
    [InlineData("every 6 hours", "every 6 hours from 1970-01-01T00:07:00Z")]
    public void Hourly_and_daily_texts_keep_their_spelling(string text, string later)
    {
        MovedSchedule.Later(text, 7).ShouldBe(later);
        var (before, after) = (Planned.Job("a", text).Schedule, Planned.Job("a", later).Schedule);
        after.Next(before.Next(Planned.Day)!.Value).ShouldBe(before.Next(Planned.Day)!.Value.AddMinutes(7));
    }

    [Theory]
    [InlineData("55 2 * * *")]
    [InlineData("daily at 23:55")]
    [InlineData("0 2 1 * *")]
    [InlineData("0 2 * 6 *")]
    [InlineData("0 2 * * 1")]
    [InlineData("0,30 2 * * *")]
    [InlineData("*/5 * * * *")]
    [InlineData("H 2 * * *")]
    [InlineData("@weekly")]
    [InlineData("weekly on monday at 08:00")]
    [InlineData("every 5 minutes")]
    [InlineData("every hour from 2026-01-01T00:00:00Z")]
    [InlineData("once at 2026-12-01T09:00:00Z")]
    [InlineData("manual")]
    public void All_others_stay(string text) => MovedSchedule.Later(text, 7).ShouldBeNull();

    [Theory]
    [InlineData("0 2 * * *", "H(0-20) 2 * * *")]
    [InlineData("50 * * * * in Europe/Berlin", "H(50-59) * * * * in Europe/Berlin")]
    [InlineData("@daily", "H(0-20) 0 * * *")]
    [InlineData("59 2 * * *", null)]
    [InlineData("daily at 02:00", null)]
    public void A_hash_replaces_the_minute_of_cron_texts(string text, string? hashed) => MovedSchedule.Hashed(text, 20).ShouldBe(hashed);
}
