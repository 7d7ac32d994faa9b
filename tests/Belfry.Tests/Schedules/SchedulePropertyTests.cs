using System.Globalization;
using System.Text.RegularExpressions;
using Belfry.Schedules;
using Calendar = Belfry.Schedules.Calendar;

namespace Belfry.Tests.Schedules;

/// <summary>What holds for every schedule, asked of random ones.</summary>
public sealed partial class SchedulePropertyTests
{
    private const int Cases = 1_500;
    private static readonly string[] Zones = ["UTC", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Tokyo"];

    [Fact]
    public void Parsing_the_printed_text_gives_an_equal_schedule()
    {
        foreach (var schedule in Random(1))
            Schedule.Parse(schedule.ToString(), schedule.Options).ShouldBe(schedule);
    }

    [Fact]
    public void Every_schedule_has_words_and_can_be_linted()
    {
        var now = Fires.At("2026-01-01T00:00Z");
        foreach (var schedule in Random(2))
        {
            schedule.Words.ShouldNotBeNullOrWhiteSpace();
            schedule.Lint(now).Select(w => w.Code).ShouldBeUnique();
        }
    }

    [Fact]
    public void Only_evenly_spaced_fires_are_said_to_be_every_so_often()
    {
        foreach (var schedule in Random(3))
        {
            var match = Period().Match(schedule.Words);
            if (!match.Success || schedule.Zone != "UTC")
                continue;
            var n = match.Groups[1].Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
            var seconds = n * match.Groups[2].Value switch { "second" => 1, "minute" => 60, _ => 3600 };
            var fires = new DateTimeOffset[100];
            schedule.Enumerate(Fires.At("2026-01-01T00:00Z"), fires);
            for (var i = 1; i < fires.Length; i++)
                (fires[i] - fires[i - 1]).TotalSeconds.ShouldBe(seconds, schedule.ToString());
        }
    }

    [Fact]
    public void A_step_is_called_every_so_often_just_when_it_divides_its_span()
    {
        for (var n = 2; n < 60; n++)
        {
            Schedule.Parse($"*/{n} * * * *").Words.StartsWith("Every ", StringComparison.Ordinal).ShouldBe(60 % n == 0);
            Schedule.Parse($"*/{n} * * * * *").Words.StartsWith("Every ", StringComparison.Ordinal).ShouldBe(60 % n == 0);
            if (n < 24)
                Schedule.Parse($"0 */{n} * * *").Words.StartsWith("Every ", StringComparison.Ordinal).ShouldBe(24 % n == 0);
        }
    }

    [Fact]
    public void Enumerating_and_counting_agree_with_asking_again_and_again()
    {
        var from = Fires.At("2026-03-27T00:00Z");
        Span<DateTimeOffset> fires = stackalloc DateTimeOffset[20];
        foreach (var schedule in Random(4))
        {
            var count = schedule.Enumerate(from, fires);
            var after = from;
            for (var i = 0; i < count; i++)
            {
                schedule.Next(after).ShouldBe(fires[i]);
                after = fires[i];
            }
            if (count > 0)
                schedule.Count(from, fires[count - 1], 100).ShouldBe(count);
        }
    }

    [Fact]
    public void Every_described_fire_shows_the_instant_on_the_clocks_of_the_zone()
    {
        foreach (var schedule in Random(5))
        {
            if (schedule.Next(Fires.At("2026-03-27T00:00Z")) is not { } due)
                continue;
            var fire = schedule.Describe(due);
            (fire.Local - fire.Offset).ShouldBe(due.UtcDateTime);
        }
    }

    [Fact]
    public void A_calendar_takes_fires_out_and_adds_none()
    {
        var calendar = Calendar.DaysOff("weekends", DayOfWeek.Saturday, DayOfWeek.Sunday);
        foreach (var plain in Random(6))
        {
            var schedule = Schedule.Parse(plain.ToString(), plain.Options with { Calendars = [calendar] });
            var expected = Fires.At("2026-03-27T00:00Z");
            for (var i = 0; i < 3 && schedule.Next(expected) is { } due; i++, expected = due)
                plain.Next(due.AddSeconds(-1)).ShouldBe(due, schedule.ToString());
        }
    }

    private static IEnumerable<Schedule> Random(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Cases; i++)
        {
            var options = new ScheduleOptions
            {
                DayRule = (DayRule)random.Next(2),
                Gap = (GapPolicy)random.Next(3),
                Overlap = (OverlapPolicy)random.Next(4),
                Seed = "seed",
            };
            yield return Schedule.Parse(RandomCron.Text(random) + " in " + Zones[random.Next(Zones.Length)], options);
        }
    }

    [GeneratedRegex(@"^Every (?:(\d+) )?(second|minute|hour)s?(?:, at [\d:, …and]+)?$")]
    private static partial Regex Period();
}
