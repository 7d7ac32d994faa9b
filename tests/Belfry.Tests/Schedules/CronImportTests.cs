using Belfry.Schedules;
using Belfry.Schedules.Cron;

namespace Belfry.Tests.Schedules;

public sealed class CronImportTests
{
    [Theory]
    [InlineData("0 0 12 ? * 2-6", "0 0 12 ? * 1-5")]
    [InlineData("0 0 12 ? * 6L", "0 0 12 ? * 5L")]
    [InlineData("0 0 12 ? * 6#3", "0 0 12 ? * 5#3")]
    [InlineData("0 0 12 ? * L", "0 0 12 ? * 6")]
    [InlineData("0 0 12 ? * 1/2 2030", "0 0 12 ? * 0/2 2030")]
    [InlineData("0 0 12 ? * MON-FRI,7", "0 0 12 ? * MON-FRI,6")]
    [InlineData("0 15 10 LW * ?", "0 15 10 LW * ?")]
    public void Quartz_counts_weekdays_from_Sunday_as_1(string quartz, string text) =>
        Import(quartz, CronDialect.Quartz).Text.ShouldBe(text);

    [Theory]
    [InlineData("0 0 12 ? * 0", 11, "0")]
    [InlineData("0 0 12  ? * 2,8", 14, "8")]
    public void Quartz_knows_no_weekday_outside_1_to_7(string quartz, int position, string token)
    {
        CronImport.TryTranslate(quartz, CronDialect.Quartz, out _, out var error).ShouldBeFalse();
        (error!.Code, error.Position, error.Token).ShouldBe(("CRON_OUT_OF_RANGE", position, token));
    }

    [Fact]
    public void Quartz_needs_seconds()
    {
        CronImport.TryTranslate("0 12 * * *", CronDialect.Quartz, out _, out var error).ShouldBeFalse();
        error!.Code.ShouldBe("CRON_FIELD_COUNT");
    }

    [Fact]
    public void What_Quartz_does_differently_is_noted() =>
        Import("0 0 12 31W * ?", CronDialect.Quartz).Note!.ShouldContain("29W to 31W");

    [Theory]
    [InlineData("? 0 13 * FRI", "* 0 13 * FRI")]
    [InlineData("0 0 * * 1/2", "0 0 * * 1-7/2")]
    [InlineData("0 0 * * 1-5/2,MON/3", "0 0 * * 1-5/2,MON-7/3")]
    [InlineData("@daily", "@daily")]
    public void Cronos_lets_a_question_mark_stand_anywhere(string cronos, string text) =>
        Import(cronos, CronDialect.Cronos).Text.ShouldBe(text);

    [Fact]
    public void Cronos_wants_both_day_fields_to_hold() => Import("0 0 13 * 5", CronDialect.Cronos).DayRule.ShouldBe(DayRule.And);

    [Theory]
    [InlineData("~ 0-5 * * *", "H 0-5 * * *")]
    [InlineData("5~20 ~6 3~ * *", "H(5-20) H(0-6) H(3-31) * *")]
    [InlineData("0~59/10 0 * * *", "H(0-59)/10 0 * * *")]
    public void Vixies_tilde_becomes_a_hash(string vixie, string text) => Import(vixie, CronDialect.Vixie).Text.ShouldBe(text);

    [Theory]
    [InlineData("0 0 */2 * 1", DayRule.And)]
    [InlineData("0 0 13 * */2", DayRule.And)]
    [InlineData("0 0 13 * 5", DayRule.Or)]
    public void Vixie_looks_at_the_leading_star_of_a_day_field(string vixie, DayRule rule) =>
        Import(vixie, CronDialect.Vixie).DayRule.ShouldBe(rule);

    private static ImportedCron Import(string text, CronDialect dialect)
    {
        CronImport.TryTranslate(text, dialect, out var imported, out var error).ShouldBeTrue(error?.Message);
        Cron.Pattern(imported!.Text, dayRule: imported.DayRule, seed: "job").ShouldNotBeNull();
        return imported;
    }
}
