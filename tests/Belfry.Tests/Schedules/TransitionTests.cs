using Belfry.Schedules;
using Belfry.Schedules.Zones;
using NodaTime;
using NodaTime.TimeZones;

namespace Belfry.Tests.Schedules;

/// <summary>Every change of offset of every zone against the naive model.</summary>
public sealed class TransitionTests
{
    private const int Window = 14 * 3600;

    // By default: zones under their canonical names (a link has the same table, which another test checks), all changes to
    // 2037, and of the yearly rules that follow only the years that end in 8. Policies other than the default see every
    // third of those: they differ only in what a gap or overlap turns into, not in where it is. BELFRY_TEST_FULL=1 does all.
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("BELFRY_TEST_FULL") == "1";

    private static readonly TzdbDateTimeZoneSource Source = TzdbDateTimeZoneSource.Default;

    public static TheoryData<GapPolicy, OverlapPolicy, int> Policies => new()
    {
        { GapPolicy.After, OverlapPolicy.Auto, 1 },
        { GapPolicy.Skip, OverlapPolicy.First, 3 },
        { GapPolicy.Shift, OverlapPolicy.Last, 3 },
        { GapPolicy.After, OverlapPolicy.Both, 3 },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Around_every_change_the_engine_and_the_model_agree(GapPolicy gap, OverlapPolicy overlap, int stride)
    {
        var changes = 0;
        foreach (var id in Source.GetIds().Where(id => IsFull || Source.CanonicalIdMap[id] == id))
        {
            var naive = new NaiveZone(Source.ForId(id));
            var zone = Cron.Zone(id);
            foreach (var change in naive.Changes(0, Cron.Seconds("2100-01-01T00:00:00Z")).Where(IsWanted))
            {
                if (changes++ % stride > 0 && !IsFull)
                    continue;
                foreach (var text in Texts(change, naive.OffsetAt(change - 1), naive.OffsetAt(change)))
                    Compare(text, naive, new ZonedSlots(Cron.Pattern(text), zone, gap, overlap), change, gap, overlap);
            }
        }
        changes.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void A_link_has_the_segments_of_its_zone()
    {
        foreach (var (link, canonical) in Source.CanonicalIdMap.Where(pair => pair.Key != pair.Value))
        {
            var (a, b) = (Cron.Zone(link), Cron.Zone(canonical));
            for (var i = 0; a[i].Start < ZoneTable.Horizon || b[i].Start < ZoneTable.Horizon; i++)
                a[i].ShouldBe(b[i], link);
        }
    }

    private static bool IsWanted(long change)
    {
        var year = DateTime.UnixEpoch.AddSeconds(change).Year;
        return IsFull || year <= 2037 || year % 10 == 8;
    }

    // The named patterns; the minute at which the gap begins, which for an overlap is the first repeated one; and quarter
    // hours of that hour on that date alone, none at its edge: the slot beyond is a year away, and a pass easily jumped over.
    private static IEnumerable<string> Texts(long change, int before, int after)
    {
        var edge = DateTime.UnixEpoch.AddSeconds(change + Math.Min(before, after));
        return
        [
            "30 1 * * *", "*/15 * * * *", "0 0 * * *",
            $"{edge.Minute} {edge.Hour} * * *",
            $"{edge.Minute} {edge.Hour}-{edge.Hour} * * *",
            $"7/15 {edge.Hour} {edge.Day} {edge.Month} *",
        ];
    }

    private static void Compare(string text, NaiveZone naive, ZonedSlots slots, long change, GapPolicy gap, OverlapPolicy overlap)
    {
        var (from, to) = (change - Window, change + Window);
        var expected = naive.Occurrences(new NaiveCron(text), from, to, gap, overlap);
        var context = $"{text} in {slots.Zone.Id} around {Cron.Instant(change)}";
        slots.Between(from, to).SequenceEqual(expected).ShouldBeTrue(context);

        var at = to;
        foreach (var occurrence in expected.Reverse())
            (at = slots.Previous(at)).ShouldBe(occurrence, context);
        slots.Previous(at).ShouldBeLessThan(from, context);
    }
}
