using Belfry.Schedules;
using NodaTime.TimeZones;

namespace Belfry.Tests.Schedules;

/// <summary>What holds for every pattern, zone and instant; seeds are fixed, so a failure repeats.</summary>
public sealed class OccurrencePropertyTests
{
    private const int Patterns = 2000;
    private const int InstantsEach = 500;

    private static readonly string[] ZoneIds =
    [
        "UTC", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Tokyo",
        "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu", "Antarctica/Troll", "America/St_Johns",
    ];

    [Fact]
    public void Next_and_previous_are_exact_inverses_on_one_set()
    {
        var random = new Random(41);
        for (var p = 0; p < Patterns; p++)
        {
            var slots = RandomSlots(random, out var text);
            for (var i = 0; i < InstantsEach; i++)
            {
                var at = RandomInstant(random);
                var next = slots.Next(at);
                if (next == SlotPattern.NoneAfter)
                    continue;
                var previous = slots.Previous(next);
                if (next <= at || slots.Next(next - 1) != next || slots.Previous(next + 1) != next || previous > at)
                    Assert.Fail($"{text} in {slots.Zone.Id} after {at}: next {next}, previous of it {previous}");
                if (previous != SlotPattern.NoneBefore && slots.Next(previous) != next)
                    Assert.Fail($"{text} in {slots.Zone.Id}: after {previous} comes not {next}");
            }
        }
    }

    [Fact]
    public void A_later_question_has_no_earlier_answer()
    {
        var random = new Random(42);
        for (var p = 0; p < Patterns; p++)
        {
            var slots = RandomSlots(random, out var text);
            var instants = Enumerable.Range(0, InstantsEach).Select(_ => RandomInstant(random)).Order().ToArray();
            var (next, previous) = (long.MinValue, long.MinValue);
            foreach (var at in instants)
            {
                if (slots.Next(at) < next || slots.Previous(at) < previous)
                    Assert.Fail($"{text} in {slots.Zone.Id} at {at}");
                (next, previous) = (slots.Next(at), slots.Previous(at));
            }
        }
    }

    [Fact]
    public void A_zone_without_changes_only_moves_the_occurrences_of_UTC()
    {
        const int Hours = 5;
        var random = new Random(43);
        for (var p = 0; p < Patterns; p++)
        {
            var pattern = Cron.Pattern(RandomCron.Text(random));
            var utc = new ZonedSlots(pattern, Cron.Zone("UTC"), GapPolicy.After, OverlapPolicy.Auto);
            var west = new ZonedSlots(pattern, Cron.Zone("Etc/GMT+5"), GapPolicy.After, OverlapPolicy.Auto);
            for (var i = 0; i < 50; i++)
            {
                var at = RandomInstant(random);
                var next = utc.Next(at - Hours * 3600);
                west.Next(at).ShouldBe(next == SlotPattern.NoneAfter ? next : next + Hours * 3600);
            }
        }
    }

    [Fact]
    public void Reading_canonical_text_gives_an_equal_pattern()
    {
        var random = new Random(44);
        for (var p = 0; p < 50_000; p++)
        {
            var text = RandomCron.Text(random);
            var pattern = Cron.Pattern(text);
            var again = Cron.Pattern(pattern.ToString());
            if (!again.Equals(pattern) || again.GetHashCode() != pattern.GetHashCode() || again.ToString() != pattern.ToString())
                Assert.Fail($"{text} became {pattern} became {again}");
        }
    }

    [Fact]
    public void Random_patterns_agree_with_the_model_near_random_changes()
    {
        const int Reach = 86_400;
        var random = new Random(45);
        for (var i = 0; i < 4000; i++)
        {
            var text = RandomCron.Text(random);
            var id = ZoneIds[random.Next(ZoneIds.Length)];
            var (gap, overlap) = ((GapPolicy)random.Next(3), (OverlapPolicy)random.Next(4));
            var naive = new NaiveZone(TzdbDateTimeZoneSource.Default.ForId(id));
            var start = RandomInstant(random, 2090);
            var at = naive.Changes(start, start + 366 * Reach).FirstOrDefault(start) + random.Next(-Reach, Reach);
            var slots = new ZonedSlots(Cron.Pattern(text), Cron.Zone(id), gap, overlap);
            var expected = naive.Occurrences(new NaiveCron(text), at, at + Reach, gap, overlap).Take(200).ToList();
            if (!slots.Between(at, at + Reach).Take(200).SequenceEqual(expected))
                Assert.Fail($"{text} in {id} from {Cron.Instant(at)}, {gap}, {overlap}");
        }
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var random = new Random(46);
        var all = Enumerable.Range(0, 200).Select(_ => RandomSlots(random, out string _)).ToArray();
        Ask(all);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(all);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Ask(ZonedSlots[] all)
    {
        var at = 1_700_000_000L;
        foreach (var slots in all)
        {
            slots.Next(at);
            slots.Previous(at);
            slots.Note(at);
            at += 100_003;
        }
    }

    private static ZonedSlots RandomSlots(Random random, out string text)
    {
        text = RandomCron.Text(random);
        var zone = Cron.Zone(ZoneIds[random.Next(ZoneIds.Length)]);
        return new(Cron.Pattern(text), zone, (GapPolicy)random.Next(3), (OverlapPolicy)random.Next(4));
    }

    // Mostly the years that matter, sometimes up to the end of time.
    private static long RandomInstant(Random random, int lastYear = 9999)
    {
        var year = random.Next(8) > 0 ? Math.Min(2100, lastYear) : lastYear;
        return random.NextInt64(0, Cron.Seconds($"{year}-12-31T00:00:00Z"));
    }
}
