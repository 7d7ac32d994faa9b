using Belfry.Schedules.Cron;

namespace Belfry.Tests.Schedules;

public sealed class CronHashTests
{
    private const string Letters = "smhdMw";

    [Theory]
    [InlineData("billing/nightly", 0xbf3f728da365c716, 0x8dfaa60703f41ee0, 0xe48ec242186507e8, 0x954ed7c90d8302d0, 0x9858677cb0a4d8f9, 0xdc4d1c1acddda38a)]
    [InlineData("report-7", 0x3469b709306c7535, 0xf8f9b4959b24477f, 0x4e7c7a164fb7b5d9, 0x113573735cefcc7f, 0x6761e78effcc039c, 0x074c5fba341c945f)]
    [InlineData("ünïcode", 0x9e606fc4cea07bc9, 0x9321eec3c90bf7f2, 0x5201772a1c2fbf16, 0xabbea35de53d72d8, 0x9d7cdc044a9a0cd1, 0xca762a07cb5a328a)]
    public void The_hash_of_a_field_never_changes(string seed, ulong s, ulong m, ulong h, ulong d, ulong month, ulong w) =>
        Letters.Select(letter => CronHash.Of(seed, letter, 0)).ShouldBe([s, m, h, d, month, w]);

    [Theory]
    [InlineData("H H * * *", "0 16 * * *", "15 1 * * *", "54 22 * * *")]
    [InlineData("H/15 * * * *", "*/15 * * * *", "*/15 * * * *", "9-54/15 * * * *")]
    [InlineData("H(0-29)/10 * * * *", "0-20/10 * * * *", "5-25/10 * * * *", "4-24/10 * * * *")]
    [InlineData("0 H(0-5) * * *", "0 4 * * *", "0 1 * * *", "0 4 * * *")]
    [InlineData("H H H * *", "0 16 13 * *", "15 1 8 * *", "54 22 13 * *")]
    [InlineData("H H * * H", "0 16 * * 6", "15 1 * * 6", "54 22 * * 2")]
    [InlineData("0 0 1,H * *", "0 0 1,25 * *", "0 0 1,17 * *", "0 0 1,19 * *")]
    [InlineData("0 0 H/7 * *", "0 0 6-27/7 * *", "0 0 1-22/7 * *", "0 0 6-27/7 * *")]
    [InlineData("H H H H H *", "34 0 16 13 10 *", "45 15 1 8 1 *", "21 54 22 13 10 *")]
    public void H_spreads_by_the_seed(string text, string billing, string report, string unicode) =>
        new[] { "billing/nightly", "report-7", "ünïcode" }
            .Select(seed => Cron.Pattern(text, seed: seed).ToString())
            .ShouldBe([billing, report, unicode]);

    [Fact]
    public void A_hashed_range_may_end_on_Sunday_written_as_7() =>
        Cron.Pattern("0 0 * * H(7-7)", seed: "x").DaysOfWeek.ShouldBe((byte)1);
}
