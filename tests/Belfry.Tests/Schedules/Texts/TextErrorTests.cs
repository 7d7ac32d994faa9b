using Belfry.Schedules;

namespace Belfry.Tests.Schedules.Texts;

public sealed class TextErrorTests
{
    [Theory]
    [InlineData("evry 5 minutes", "SCHEDULE_UNKNOWN_WORD", 0, "evry", "did you mean 'every'?")]
    [InlineData("every 5 minuts", "SCHEDULE_UNKNOWN_WORD", 8, "minuts", "did you mean 'minutes'?")]
    [InlineData("every", "SCHEDULE_EXPECTED", 5, "", null)]
    [InlineData("every mondy at 09:00", "SCHEDULE_UNKNOWN_WORD", 6, "mondy", "did you mean 'monday'?")]
    [InlineData("every 1.5 hours", "SCHEDULE_FRACTION", 6, "1.5", "90 minutes")]
    [InlineData("every 0 minutes", "SCHEDULE_OUT_OF_RANGE", 6, "0", null)]
    [InlineData("every -5 minutes", "SCHEDULE_OUT_OF_RANGE", 6, "-5", null)]
    [InlineData("every 367 days", "SCHEDULE_OUT_OF_RANGE", 6, "367", null)]
    [InlineData("every 99999999999 minutes", "SCHEDULE_OUT_OF_RANGE", 6, "99999999999", null)]
    [InlineData("every 2 months", "SCHEDULE_NEEDS_DATE", 14, "", "for example 'on day 1 at 00:00'")]
    [InlineData("every year at 09:00", "SCHEDULE_NEEDS_DATE", 11, "at", "for example 'on 1 jan at 00:00'")]
    [InlineData("every 1 day 12 hours", "SCHEDULE_UNITS", 12, "12", null)]
    [InlineData("every 5 minutes please", "SCHEDULE_TRAILING", 16, "please", null)]
    [InlineData("every 5 minutes, 3", "SCHEDULE_TRAILING", 15, ",", null)]
    [InlineData("every 5 minutes from 09:00", "SCHEDULE_EXPECTED", 26, "", null)]
    [InlineData("every 5 minutes from 09:00 to 09:00", "SCHEDULE_BAD_WINDOW", 16, "from", null)]
    [InlineData("every 30 hours on monday", "SCHEDULE_OUT_OF_RANGE", 6, "30", null)]
    [InlineData("daily at 25:00", "SCHEDULE_BAD_TIME", 9, "25:00", null)]
    [InlineData("daily at 9", "SCHEDULE_BAD_TIME", 9, "9", "write 09:00")]
    [InlineData("daily at 24:00", "SCHEDULE_BAD_TIME", 9, "24:00", "write 00:00 of the next day")]
    [InlineData("daily at 13pm", "SCHEDULE_BAD_TIME", 9, "13pm", null)]
    [InlineData("daily at 02:00,", "SCHEDULE_EXPECTED", 15, "", null)]
    [InlineData("daily t 02:00", "SCHEDULE_UNKNOWN_WORD", 6, "t", null)]
    [InlineData("weekly on someday at 08:00", "SCHEDULE_UNKNOWN_WORD", 10, "someday", null)]
    [InlineData("monthly on day 31 at 03:00", "SCHEDULE_DAY_NEEDS_LAST", 15, "31", "'monthly on day 31 or last at …'")]
    [InlineData("monthly on day 1, 29 at 03:00", "SCHEDULE_DAY_NEEDS_LAST", 18, "29", "'monthly on day 31 or last at …'")]
    [InlineData("monthly on day 32 at 03:00", "SCHEDULE_OUT_OF_RANGE", 15, "32", null)]
    [InlineData("monthly on the sixth monday at 03:00", "SCHEDULE_UNKNOWN_WORD", 15, "sixth", null)]
    [InlineData("monthly on day 31 or lst at 03:00", "SCHEDULE_UNKNOWN_WORD", 21, "lst", "did you mean 'last'?")]
    [InlineData("yearly on 29 feb at 00:00", "SCHEDULE_DAY_NEEDS_LAST", 10, "29", "'yearly on 29 feb or last at …'")]
    [InlineData("yearly on 30 feb at 00:00", "SCHEDULE_BAD_DATE", 10, "30", null)]
    [InlineData("yearly on 3 febuary at 00:00", "SCHEDULE_UNKNOWN_WORD", 12, "febuary", "did you mean 'february'?")]
    [InlineData("once at tomorrow", "SCHEDULE_BAD_INSTANT", 8, "tomorrow", null)]
    [InlineData("once at 2026-02-30T09:00:00Z", "SCHEDULE_BAD_INSTANT", 8, "2026-02-30T09:00:00Z", null)]
    [InlineData("once at 2026-12-01T09:00:00.5Z", "SCHEDULE_BAD_INSTANT", 8, "2026-12-01T09:00:00.5Z", "whole seconds only")]
    [InlineData("after", "SCHEDULE_EXPECTED", 5, "", null)]
    [InlineData("after a,, b", "SCHEDULE_EXPECTED", 8, ",", null)]
    [InlineData("after a b", "SCHEDULE_TRAILING", 8, "b", null)]
    [InlineData("after a!", "SCHEDULE_BAD_NAME", 6, "a!", null)]
    [InlineData("manual now", "SCHEDULE_TRAILING", 7, "now", null)]
    [InlineData("daily at 02:00 in Europe/Pariss", "SCHEDULE_UNKNOWN_ZONE", 18, "Europe/Pariss", null)]
    [InlineData("daily at 02:00 in", "SCHEDULE_UNKNOWN_ZONE", 17, "", null)]
    [InlineData("daily at 25:00 in Nowhere", "SCHEDULE_BAD_TIME", 9, "25:00", null)]
    [InlineData("", "CRON_EMPTY", 0, "", null)]
    [InlineData("60 * * * *", "CRON_OUT_OF_RANGE", 0, "60", null)]
    [InlineData("0 25 * * * in Europe/Paris", "CRON_OUT_OF_RANGE", 2, "25", null)]
    [InlineData("@every 30m1h", "CRON_EVERY_DURATION", 10, "1", null)]
    [InlineData("@every 9999w", "CRON_EVERY_DURATION", 7, "9999w", null)]
    [InlineData("@dayly", "CRON_UNKNOWN_MACRO", 0, "@dayly", null)]
    public void A_wrong_text_is_refused_where_it_is_wrong(string text, string code, int position, string token, string? hint)
    {
        Schedule.TryParse(text, null, out var schedule, out var error).ShouldBeFalse();

        schedule.ShouldBeNull();
        (error!.Code, error.Position, error.Length, error.Token).ShouldBe((code, position, token.Length, token));
        error.Expected.ShouldNotBeEmpty();
        if (hint is not null)
            error.Hint.ShouldBe(hint);
    }

    [Fact]
    public void An_unknown_zone_is_refused_with_the_ids_that_look_like_it()
    {
        Schedule.TryParse("daily at 02:00 in Europe/Pariss", null, out _, out var error);

        error!.Hint.ShouldNotBeNull().ShouldContain("Europe/Paris");
    }

    [Fact]
    public void An_unknown_zone_among_the_options_is_refused_without_a_place()
    {
        Schedule.TryParse("daily at 02:00", new() { Zone = "Mars/Olympus" }, out _, out var error);

        (error!.Code, error.Position, error.Length, error.Token).ShouldBe(("SCHEDULE_UNKNOWN_ZONE", 0, 0, "Mars/Olympus"));
    }

    [Fact]
    public void Parse_throws_the_error_that_TryParse_returns()
    {
        Schedule.TryParse("daily at 25:00", null, out _, out var error);

        Should.Throw<ScheduleException>(() => Schedule.Parse("daily at 25:00")).Error.ShouldBe(error);
    }

    [Fact]
    public void The_message_names_the_part_the_token_and_the_position()
    {
        Schedule.TryParse("daily at 25:00", null, out _, out var error);

        error!.Message.ShouldBe("Time: '25:00' is not a time of day, expected a time of day from 00:00 to 23:59:59 (position 9).");
    }

    [Fact]
    public void A_window_that_ends_before_it_starts_is_refused()
    {
        var options = new ScheduleOptions { Start = Fires.At("2026-01-02T00:00Z"), End = Fires.At("2026-01-01T00:00Z") };

        Schedule.TryParse("* * * * *", options, out _, out var error).ShouldBeFalse();

        error!.Code.ShouldBe("SCHEDULE_BAD_WINDOW");
    }

    [Fact]
    public void Random_text_never_throws()
    {
        string[] words = ["every", "5", "minutes", "1.5", "on", "at", "02:00", ",", "the", "last", "day", "31", "or", "from", "in", "UTC", "-", "2026-01-01", "once", "after", "monthly", "yearly", "feb", "é", "@every", "99999999999999999999", "RRULE:FREQ=", "\n"];
        var random = new Random(20_260_101);
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(8)).Select(_ => words[random.Next(words.Length)]));
            if (Schedule.TryParse(text, null, out var schedule, out var error))
                Schedule.Parse(schedule.ToString()).ShouldBe(schedule);
            else
                error.Position.ShouldBeInRange(0, text.Length);
        }
    }
}
