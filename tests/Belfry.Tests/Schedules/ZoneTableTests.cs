using Belfry.Schedules.Zones;
using NodaTime;
using NodaTime.TimeZones;

namespace Belfry.Tests.Schedules;

public sealed class ZoneTableTests
{
    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    [Fact]
    public void Offsets_are_those_of_TZDB_in_every_year_to_9999()
    {
        var random = new Random(7);
        var last = Cron.Seconds("9999-12-31T23:59:59Z");
        foreach (var id in Source.GetIds())
        {
            var (table, zone) = (Cron.Zone(id), Source.ForId(id));
            for (var i = 0; i < 200; i++)
            {
                var at = i % 2 == 0 ? random.NextInt64(-3_000_000_000, last) : random.NextInt64(0, 5_000_000_000);
                table.OffsetAt(at).ShouldBe(zone.GetUtcOffset(Instant.FromUnixTimeSeconds(at)).Seconds, $"{id} at {at}");
            }
        }
    }

    [Theory]
    [InlineData("Africa/Cairo")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Jerusalem")]
    [InlineData("Europe/Dublin")]
    public void Changes_after_the_stored_years_come_at_the_second(string id)
    {
        var (table, zone) = (Cron.Zone(id), Source.ForId(id));
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeSeconds(Cron.Seconds("2499-06-01T00:00:00Z")));
        for (var n = 0; n < 2000; n++, interval = zone.GetZoneInterval(interval.End))
        {
            var start = interval.Start.ToUnixTimeSeconds();
            table[table.Find(start)].ShouldBe(
                new ZoneSegment(start, interval.WallOffset.Seconds, zone.GetUtcOffset(interval.Start - Duration.Epsilon).Seconds));
            table.Find(start).ShouldBe(table.Find(start - 1) + 1);
        }
    }

    // The search across changes judges one segment at a time, which is sound only while this holds.
    [Fact]
    public void No_two_changes_of_offset_meet()
    {
        foreach (var id in Source.GetIds())
        {
            var table = Cron.Zone(id);
            for (var i = 1; table[i + 1].Start < ZoneTable.Horizon; i++)
            {
                var (change, next) = (table[i], table[i + 1]);
                (change.Start + Math.Max(change.Offset, change.OffsetBefore))
                    .ShouldBeLessThan(next.Start + Math.Min(next.Offset, next.OffsetBefore), $"{id} at {next.Start}");
                change.Offset.ShouldNotBe(change.OffsetBefore);
            }
        }
    }

    [Fact]
    public void A_Windows_id_becomes_its_IANA_id() => Cron.Zone("Eastern Standard Time").Id.ShouldBe("America/New_York");

    [Fact]
    public void A_link_keeps_its_name() => Cron.Zone("Eire").Id.ShouldBe("Eire");

    [Fact]
    public void There_is_one_table_for_a_zone() => Cron.Zone("Europe/Paris").ShouldBeSameAs(Cron.Zone("Europe/Paris"));

    [Theory]
    [InlineData("Europe/Pariss", "Europe/Paris")]
    [InlineData("america/new_york", "America/New_York")]
    [InlineData("Tokio", "Asia/Tokyo")]
    [InlineData("UTC+5", "UTC")]
    public void An_unknown_id_is_refused_with_the_nearest(string id, string guess)
    {
        ZoneTable.TryGet(id, out var zone, out var nearest).ShouldBeFalse();
        zone.ShouldBeNull();
        nearest.ShouldContain(guess);
    }

    [Fact]
    public void The_version_of_the_rules_is_known() => ZoneTable.TzdbVersion.ShouldStartWith("20");
}
