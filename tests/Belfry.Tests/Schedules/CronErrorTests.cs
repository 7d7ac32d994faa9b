using Belfry.Schedules;
using Belfry.Schedules.Cron;

namespace Belfry.Tests.Schedules;

public sealed class CronErrorTests
{
    [Theory]
    [InlineData("", "CRON_EMPTY", null, 0, "")]
    [InlineData("  ", "CRON_EMPTY", null, 0, "")]
    [InlineData("* * * *", "CRON_FIELD_COUNT", null, 7, "")]
    [InlineData("* * * * ", "CRON_FIELD_COUNT", null, 8, "")]
    [InlineData("* * * * * * * *", "CRON_FIELD_COUNT", null, 14, "*")]
    [InlineData("60 * * * *", "CRON_OUT_OF_RANGE", "minute", 0, "60")]
    [InlineData(" 60 * * *", "CRON_OUT_OF_RANGE", "minute", 1, "60")]
    [InlineData("0 24 * * *", "CRON_OUT_OF_RANGE", "hour", 2, "24")]
    [InlineData("0 0 0 * *", "CRON_OUT_OF_RANGE", "day-of-month", 4, "0")]
    [InlineData("0 0 32W * *", "CRON_OUT_OF_RANGE", "day-of-month", 4, "32")]
    [InlineData("0 0 L-31 * *", "CRON_OUT_OF_RANGE", "day-of-month", 6, "31")]
    [InlineData("0 0 * 13 *", "CRON_OUT_OF_RANGE", "month", 6, "13")]
    [InlineData("0 0 * * 8", "CRON_OUT_OF_RANGE", "day-of-week", 8, "8")]
    [InlineData("0 0 * * 1#6", "CRON_OUT_OF_RANGE", "day-of-week", 10, "6")]
    [InlineData("0 0 0 1 1 * 1969", "CRON_OUT_OF_RANGE", "year", 12, "1969")]
    [InlineData("1-70 * * * *", "CRON_OUT_OF_RANGE", "minute", 2, "70")]
    [InlineData("1-5-7 * * * *", "CRON_UNEXPECTED_CHAR", "minute", 3, "-")]
    [InlineData("5x * * * *", "CRON_UNEXPECTED_CHAR", "minute", 1, "x")]
    [InlineData("*5 * * * *", "CRON_UNEXPECTED_CHAR", "minute", 1, "5")]
    [InlineData("0 0 * JANUARY *", "CRON_UNEXPECTED_CHAR", "month", 9, "U")]
    [InlineData("0 0 * * MONDAY", "CRON_UNEXPECTED_CHAR", "day-of-week", 11, "D")]
    [InlineData("0 0 ?,1 * *", "CRON_NOT_ALLOWED", "day-of-month", 4, "?")]
    [InlineData("0 0 L/2 * *", "CRON_UNEXPECTED_CHAR", "day-of-month", 5, "/")]
    [InlineData("0 0 * * 1-5L", "CRON_UNEXPECTED_CHAR", "day-of-week", 11, "L")]
    [InlineData("1,,2 * * * *", "CRON_EXPECTED_VALUE", "minute", 2, ",")]
    [InlineData("1,2, * * * *", "CRON_EXPECTED_VALUE", "minute", 4, "")]
    [InlineData(",1 * * * *", "CRON_EXPECTED_VALUE", "minute", 0, ",")]
    [InlineData("1- * * * *", "CRON_EXPECTED_VALUE", "minute", 2, "")]
    [InlineData("-1 * * * *", "CRON_EXPECTED_VALUE", "minute", 0, "-")]
    [InlineData("x * * * *", "CRON_EXPECTED_VALUE", "minute", 0, "x")]
    [InlineData("0 0 * * 1#", "CRON_EXPECTED_VALUE", "day-of-week", 10, "")]
    [InlineData("* * * * +", "CRON_EXPECTED_VALUE", "day-of-week", 9, "")]
    [InlineData("* * * * XYZ", "CRON_UNKNOWN_NAME", "day-of-week", 8, "XYZ")]
    [InlineData("* * * MO *", "CRON_UNKNOWN_NAME", "month", 6, "MO")]
    [InlineData("*/0 * * * *", "CRON_BAD_STEP", "minute", 2, "0")]
    [InlineData("*/60 * * * *", "CRON_BAD_STEP", "minute", 2, "60")]
    [InlineData("0 */24 * * *", "CRON_BAD_STEP", "hour", 4, "24")]
    [InlineData("*/ * * * *", "CRON_EXPECTED_STEP", "minute", 2, "")]
    [InlineData("*/x * * * *", "CRON_EXPECTED_STEP", "minute", 2, "x")]
    [InlineData("5//2 * * * *", "CRON_EXPECTED_STEP", "minute", 2, "/")]
    [InlineData("0 0 0 1 1 * 2030-2025", "CRON_BAD_RANGE", "year", 12, "2030-2025")]
    [InlineData("99999 * * * *", "CRON_NUMBER_TOO_LONG", "minute", 0, "99999")]
    [InlineData("*/2147483648 * * * *", "CRON_NUMBER_TOO_LONG", "minute", 2, "2147483648")]
    [InlineData("? * * * *", "CRON_NOT_ALLOWED", "minute", 0, "?")]
    [InlineData("0 0 1,? * *", "CRON_NOT_ALLOWED", "day-of-month", 6, "?")]
    [InlineData("0 0 * * L", "CRON_NOT_ALLOWED", "day-of-week", 8, "L")]
    [InlineData("0 L * * *", "CRON_NOT_ALLOWED", "hour", 2, "L")]
    [InlineData("0 0 0 1 1 * H", "CRON_NOT_ALLOWED", "year", 12, "H")]
    [InlineData("H * * * *", "CRON_HASH_NEEDS_SEED", "minute", 0, "H")]
    [InlineData("@dayly", "CRON_UNKNOWN_MACRO", null, 0, "@dayly")]
    [InlineData("@daily 5", "CRON_FIELD_COUNT", null, 7, "5")]
    [InlineData("@every", "CRON_EVERY_DURATION", null, 6, "")]
    [InlineData("@every 30m1h", "CRON_EVERY_DURATION", null, 10, "1")]
    [InlineData("@every 0s", "CRON_EVERY_DURATION", null, 7, "0s")]
    [InlineData("@every 5", "CRON_EVERY_DURATION", null, 8, "")]
    [InlineData("@every 5x", "CRON_EVERY_DURATION", null, 8, "x")]
    [InlineData("@reboot", "CRON_REBOOT_UNSUPPORTED", null, 0, "@reboot")]
    [InlineData("TZ=UTC * * * * *", "CRON_TZ_PREFIX", null, 0, "TZ=UTC")]
    [InlineData("CRON_TZ=Asia/Tokyo 0 0 * * *", "CRON_TZ_PREFIX", null, 0, "CRON_TZ=Asia/Tokyo")]
    [InlineData("\u0663 * * * *", "CRON_BAD_CHAR", "minute", 0, "\u0663")]
    [InlineData("0\u00A00 * * *", "CRON_BAD_CHAR", "minute", 1, "\u00A0")]
    [InlineData("* * * * *\n", "CRON_BAD_CHAR", "day-of-week", 9, "\n")]
    [InlineData("*/\uFF15 * * * *", "CRON_BAD_CHAR", "minute", 2, "\uFF15")]
    [InlineData("\U0001F600 * * * *", "CRON_BAD_CHAR", "minute", 0, "\U0001F600")]
    public void The_leftmost_fault_is_reported(string text, string code, string? field, int position, string token)
    {
        var error = Cron.Error(text);
        (error.Code, error.Field, error.Position, error.Token).ShouldBe((code, field, position, token));
        error.Length.ShouldBe(token.Length);
    }

    [Theory]
    [InlineData("H(10-5) * * * *", "CRON_BAD_RANGE", 2, "10-5")]
    [InlineData("H(0-29)/31 * * * *", "CRON_BAD_STEP", 8, "31")]
    [InlineData("0 0 H/29 * *", "CRON_BAD_STEP", 6, "29")]
    [InlineData("H(5 * * * *", "CRON_UNEXPECTED_CHAR", 3, "")]
    [InlineData("H(0-60) * * * *", "CRON_OUT_OF_RANGE", 4, "60")]
    public void Faults_of_H_are_found_with_a_seed(string text, string code, int position, string token)
    {
        var error = Cron.Error(text, seed: "job");
        (error.Code, error.Position, error.Token).ShouldBe((code, position, token));
    }

    [Theory]
    [InlineData("* * * * * *", CronFormat.Five, 10, "6 given for 5: the first field would be seconds; choose format 6")]
    [InlineData("* * * * *", CronFormat.Six, 9, "found 5; did you leave out day-of-week?")]
    [InlineData("* * * *", CronFormat.Auto, 7, "found 4; did you leave out day-of-week?")]
    [InlineData("* * * * * *", CronFormat.Seven, 11, "found 6; did you leave out year?")]
    public void A_fixed_format_counts_its_fields(string text, CronFormat format, int position, string hint)
    {
        var error = Cron.Error(text, format);
        (error.Code, error.Position, error.Hint).ShouldBe(("CRON_FIELD_COUNT", position, hint));
    }

    [Theory]
    [InlineData("*/60 * * * *", "for hourly write 0 * * * *")]
    [InlineData("0 0 * * MONDAY", "use MON")]
    [InlineData("0 0 * JANUARY *", "use JAN")]
    [InlineData("@dayly", "did you mean @daily?")]
    [InlineData("0 0 0 * *", "days start at 1")]
    [InlineData("0\u00A00 * * *", "U+00A0 NO-BREAK SPACE")]
    [InlineData("TZ=Asia/Tokyo * * * * *", "set the zone on the schedule: ... in Asia/Tokyo")]
    [InlineData("0 0 * * L", "L follows a weekday: 5L is the last Friday")]
    public void The_hint_says_what_was_probably_meant(string text, string hint) => Cron.Error(text).Hint.ShouldBe(hint);

    [Fact]
    public void The_message_names_field_token_range_and_position() =>
        Cron.Error("60 * * * *").Message.ShouldBe("Minute: '60' is out of range, expected 0-59 (position 0).");

    [Fact]
    public void Text_of_more_than_256_characters_is_refused()
    {
        Cron.Error("0 0 * * 1" + new string(' ', 248)).Code.ShouldBe("CRON_TOO_LONG");
        Cron.Pattern("0 0 * * 1" + new string(' ', 247)).DaysOfWeek.ShouldBe((byte)2);
    }

    [Theory]
    [InlineData("@every 1h30m", "Every", 5400)]
    [InlineData(" @EVERY  1w2d3h4m5s ", "Every", 788_645)]
    [InlineData("@reboot", "Startup", 0)]
    [InlineData("@daily", "Cron", 0)]
    [InlineData("0 0 * * *", "None", 0)]
    public void Macros_are_recognised(string text, string kind, long seconds)
    {
        CronMacro.TryRead(text, out var macro, out var error).ShouldBeTrue(error?.Message);
        (macro.Kind.ToString(), macro.Seconds).ShouldBe((kind, seconds));
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        const int Cases = 100_000;
        const string Likely = "0123456789*,-/?#+()@LWHlwh \tMONJANevryd=";
        var random = new Random(20_261_121);
        for (var i = 0; i < Cases; i++)
        {
            var text = string.Create(random.Next(257), random, (chars, r) =>
            {
                var isLikely = r.Next(4) > 0;
                for (var at = 0; at < chars.Length; at++)
                    chars[at] = isLikely ? Likely[r.Next(Likely.Length)] : (char)r.Next(256);
            });
            CronPattern.TryParse(text, CronFormat.Auto, DayRule.Or, "seed", out var pattern, out var error);
            (pattern is null).ShouldBe(error is not null);
        }
    }
}
