using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>Recurrence rules. The first table holds the examples of RFC 5545, 3.8.5.3, all in New York at 09:00.</summary>
public sealed class RecurrenceTests
{
    public static TheoryData<string, string, string> Examples { get; } = new()
    {
        { "19970902", "FREQ=DAILY;COUNT=10", "1997-09: 2 3 4 5 6 7 8 9 10 11." },
        { "19970902", "FREQ=DAILY;INTERVAL=2", "1997-09: 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 1997-10: 2 4" },
        { "19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09: 2 12 22 1997-10: 2 12." },
        { "19970902", "FREQ=WEEKLY;COUNT=10", "1997-09: 2 9 16 23 30 1997-10: 7 14 21 28 1997-11: 4." },
        { "19970902", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997-09: 2 9 16 23 30 1997-10: 7 14 21 28 1997-11: 4 11 18 25 1997-12: 2 9 16 23." },
        { "19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09: 2 16 30 1997-10: 14 28 1997-11: 11 25 1997-12: 9 23 1998-01: 6 20" },
        { "19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997-09: 2 4 9 11 16 18 23 25 30 1997-10: 2." },
        { "19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09: 2 4 9 11 16 18 23 25 30 1997-10: 2." },
        { "19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1997-09: 1 3 5 15 17 19 29 1997-10: 1 3 13 15 17 27 29 31 1997-11: 10 12 14 24 26 28 1997-12: 8 10 12 22." },
        { "19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09: 2 4 16 18 30 1997-10: 2 14 16." },
        { "19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09: 5 1997-10: 3 1997-11: 7 1997-12: 5 1998-01: 2 1998-02: 6 1998-03: 6 1998-04: 3 1998-05: 1 1998-06: 5." },
        { "19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09: 5 1997-10: 3 1997-11: 7 1997-12: 5." },
        { "19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09: 7 28 1997-11: 2 30 1998-01: 4 25 1998-03: 1 29 1998-05: 3 31." },
        { "19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09: 22 1997-10: 20 1997-11: 17 1997-12: 22 1998-01: 19 1998-02: 16." },
        { "19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09: 28 1997-10: 29 1997-11: 28 1997-12: 29 1998-01: 29 1998-02: 26" },
        { "19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997-09: 2 15 1997-10: 2 15 1997-11: 2 15 1997-12: 2 15 1998-01: 2 15." },
        { "19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09: 30 1997-10: 1 31 1997-11: 1 30 1997-12: 1 31 1998-01: 1 31 1998-02: 1." },
        { "19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09: 10 11 12 13 14 15 1999-03: 10 11 12 13." },
        { "19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997-09: 2 9 16 23 30 1997-11: 4 11 18 25 1998-01: 6 13 20 27 1998-03: 3" },
        { "19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06: 10 1997-07: 10 1998-06: 10 1998-07: 10 1999-06: 10 1999-07: 10 2000-06: 10 2000-07: 10 2001-06: 10 2001-07: 10." },
        { "19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03: 10 1999-01: 10 1999-02: 10 1999-03: 10 2001-01: 10 2001-02: 10 2001-03: 10 2003-01: 10 2003-02: 10 2003-03: 10." },
        { "19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01: 1 1997-04: 10 1997-07: 19 2000-01: 1 2000-04: 9 2000-07: 18 2003-01: 1 2003-04: 10 2003-07: 19 2006-01: 1." },
        { "19970519", "FREQ=YEARLY;BYDAY=20MO", "1997-05: 19 1998-05: 18 1999-05: 17" },
        { "19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05: 12 1998-05: 11 1999-05: 17" },
        { "19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03: 13 20 27 1998-03: 5 12 19 26 1999-03: 4 11 18 25" },
        { "19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06: 5 12 19 26 1997-07: 3 10 17 24 31 1997-08: 7 14 21 28 1998-06: 4" },
        { "19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998-02: 13 1998-03: 13 1998-11: 13 1999-08: 13 2000-10: 13" },
        { "19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09: 13 1997-10: 11 1997-11: 8 1997-12: 13 1998-01: 10 1998-02: 7 1998-03: 7 1998-04: 11 1998-05: 9 1998-06: 13" },
        { "19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11: 5 2000-11: 7 2004-11: 2" },
        { "19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09: 4 1997-10: 7 1997-11: 6." },
        { "19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09: 29 1997-10: 30 1997-11: 27 1997-12: 30 1998-01: 29 1998-02: 26 1998-03: 30" },
        { "19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08: 5 10 19 24." },
        { "19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08: 5 17 19 31." },
        { "20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01: 15 30 2007-02: 15 2007-03: 15 30." },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_examples_of_the_standard_fire_on_their_dates(string start, string rule, string dates)
    {
        var schedule = NewYork(start, rule);
        var expected = Dates(dates.TrimEnd('.'));
        var count = dates.EndsWith('.') ? expected.Length + 1 : expected.Length;

        schedule.Local("1990-01-01T00:00Z", count).ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void They_are_found_backwards_too(string start, string rule, string dates)
    {
        var schedule = NewYork(start, rule);
        foreach (var date in Dates(dates.TrimEnd('.')).Reverse())
        {
            var due = schedule.Next(Fires.At(date + "Z")).ShouldNotBeNull();
            schedule.Previous(due.AddSeconds(1)).ShouldBe(due);
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void They_are_printed_so_that_they_can_be_read_again(string start, string rule, string dates)
    {
        _ = dates;
        var schedule = NewYork(start, rule);

        Schedule.Parse(schedule.ToString()).ShouldBe(schedule);
        schedule.ToString().ShouldEndWith(" in America/New_York");
    }

    [Fact]
    public void Every_day_in_January_is_said_in_two_ways()
    {
        var yearly = NewYork("19980101", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA");
        var daily = NewYork("19980101", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1");

        yearly.Local("1990-01-01T00:00Z", 100).Length.ShouldBe(93);
        daily.Local("1990-01-01T00:00Z", 100).ShouldBe(yearly.Local("1990-01-01T00:00Z", 100));
    }

    [Fact]
    public void A_daily_rule_until_Christmas_ends_the_day_before() =>
        NewYork("19970902", "FREQ=DAILY;UNTIL=19971224T000000Z").Previous(Fires.At("2000-01-01T00:00Z")).ShouldBe(Fires.At("1997-12-23T14:00Z"));

    [Theory]
    [InlineData("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "09:00 12:00")]
    [InlineData("FREQ=MINUTELY;INTERVAL=15;COUNT=6", "09:00 09:15 09:30 09:45 10:00 10:15")]
    [InlineData("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "09:00 10:30 12:00 13:30")]
    [InlineData("FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=-1;COUNT=3", "09:40 10:40 11:40")]
    [InlineData("FREQ=SECONDLY;INTERVAL=1200;COUNT=3", "09:00 09:20 09:40")]
    public void Rules_within_the_day_fire_at_their_times(string rule, string times)
    {
        var expected = times.Split(' ');
        NewYork("19970902", rule).Local("1990-01-01T00:00Z", expected.Length + 1).ShouldBe(expected.Select(t => "1997-09-02T" + t));
    }

    [Fact]
    public void Every_20_minutes_of_the_working_day_is_said_in_two_ways()
    {
        var daily = NewYork("19970902", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40").Local("1990-01-01T00:00Z", 60);
        var minutely = NewYork("19970902", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16").Local("1990-01-01T00:00Z", 60);

        daily[23].ShouldBe("1997-09-02T16:40");
        daily[24].ShouldBe("1997-09-03T09:00");
        minutely.ShouldBe(daily);
    }

    [Theory]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=MO", "2026-01-05T00:00")]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=9", "2026-01-02T09:00")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;BYHOUR=8", "2026-02-02T08:00")]
    [InlineData("RRULE:FREQ=YEARLY;BYWEEKNO=53", "2026-12-28T00:00")]
    [InlineData("RRULE:FREQ=YEARLY;BYYEARDAY=-1", "2026-12-31T00:00")]
    [InlineData("RRULE:FREQ=SECONDLY;INTERVAL=7;BYSECOND=3", "2026-01-02T00:02:03")]
    [InlineData("RRULE:FREQ=DAILY;BYSECOND=60;BYMINUTE=59;BYHOUR=23", "2026-01-02T23:59:59")]
    public void Without_a_start_it_is_counted_from_2001(string text, string fire) =>
        Schedule.Parse(text).Utc("2026-01-02T00:00Z", 1).ShouldBe([fire]);

    [Theory]
    [InlineData("DTSTART;TZID=America/New_York:19970902T090000\nRRULE:FREQ=DAILY", "DTSTART:19970902T090000 RRULE:FREQ=DAILY in America/New_York")]
    [InlineData("RRULE:FREQ=DAILY;\r\nDTSTART:19970902T090000Z", "DTSTART:19970902T090000 RRULE:FREQ=DAILY")]
    [InlineData("DTSTART:19970902T090000Z RRULE:FREQ=DAILY in America/New_York", "DTSTART:19970902T050000 RRULE:FREQ=DAILY in America/New_York")]
    [InlineData("DTSTART;VALUE=DATE:19970902 RRULE:FREQ=DAILY", "DTSTART:19970902T000000 RRULE:FREQ=DAILY")]
    [InlineData("rrule:wkst=mo;byday=fr,mo,-1su,mo;interval=1;freq=monthly", "RRULE:FREQ=MONTHLY;BYDAY=MO,FR,-1SU")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=20261224", "RRULE:FREQ=DAILY;UNTIL=20261224T235959")]
    public void Rules_from_calendar_files_are_read(string text, string canonical) => Schedule.Parse(text).ToString().ShouldBe(canonical);

    [Theory]
    [InlineData("RRULE:", "SCHEDULE_RULE_FREQ", 6, "")]
    [InlineData("RRULE:INTERVAL=2", "SCHEDULE_RULE_FREQ", 16, "")]
    [InlineData("RRULE:FREQ=DAYLY", "SCHEDULE_RULE_VALUE", 11, "DAYLY")]
    [InlineData("RRULE:FREQ=DAILY;INTERVAL=0", "SCHEDULE_RULE_VALUE", 26, "0")]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=9,24", "SCHEDULE_RULE_VALUE", 26, "24")]
    [InlineData("RRULE:FREQ=DAILY;BYDAY=XX", "SCHEDULE_RULE_VALUE", 23, "XX")]
    [InlineData("RRULE:FREQ=DAILY;BYDAY=", "SCHEDULE_RULE_VALUE", 23, "")]
    [InlineData("RRULE:FREQ=DAILY;BYDYA=MO", "SCHEDULE_RULE_PART", 17, "BYDYA")]
    [InlineData("RRULE:FREQ=DAILY;FREQ=DAILY", "SCHEDULE_RULE_PART", 17, "FREQ")]
    [InlineData("RRULE:FREQ=DAILY;UNTIL=tomorrow", "SCHEDULE_RULE_VALUE", 23, "tomorrow")]
    [InlineData("DTSTART:20260101T000000 RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270101", "SCHEDULE_RULE_CONFLICT", 49, "UNTIL")]
    [InlineData("RRULE:FREQ=DAILY;BYDAY=1MO", "SCHEDULE_RULE_CONFLICT", 17, "BYDAY")]
    [InlineData("RRULE:FREQ=MONTHLY;BYWEEKNO=2", "SCHEDULE_RULE_CONFLICT", 19, "BYWEEKNO")]
    [InlineData("RRULE:FREQ=MONTHLY;BYYEARDAY=2", "SCHEDULE_RULE_CONFLICT", 19, "BYYEARDAY")]
    [InlineData("RRULE:FREQ=WEEKLY;BYMONTHDAY=2", "SCHEDULE_RULE_CONFLICT", 18, "BYMONTHDAY")]
    [InlineData("RRULE:FREQ=WEEKLY;BYSETPOS=2", "SCHEDULE_RULE_CONFLICT", 18, "BYSETPOS")]
    [InlineData("RRULE:FREQ=DAILY;COUNT=3", "SCHEDULE_COUNT_NEEDS_START", 0, "RRULE:FREQ=DAILY;COUNT=3")]
    [InlineData("RRULE:FREQ=DAILY EXDATE:20260101", "SCHEDULE_TRAILING", 17, "EXDATE:20260101")]
    [InlineData("DTSTART:20260101T000000", "SCHEDULE_EXPECTED", 23, "")]
    [InlineData("DTSTART:2026 RRULE:FREQ=DAILY", "SCHEDULE_BAD_INSTANT", 8, "2026")]
    [InlineData("DTSTART;TZID=Nowhere:20260101T000000 RRULE:FREQ=DAILY", "SCHEDULE_UNKNOWN_ZONE", 13, "Nowhere")]
    [InlineData("DTSTART;TZID=Europe/Paris:20260101T000000 RRULE:FREQ=DAILY in Asia/Tokyo", "SCHEDULE_TWO_ZONES", 13, "Europe/Paris")]
    public void A_wrong_rule_is_refused_where_it_is_wrong(string text, string code, int position, string token)
    {
        Schedule.TryParse(text, null, out _, out var error).ShouldBeFalse();

        (error!.Code, error.Position, error.Token).ShouldBe((code, position, token));
    }

    [Theory]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4")]
    [InlineData("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("RRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=1")]
    [InlineData("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6")]
    [InlineData("DTSTART:20260101T000000 RRULE:FREQ=DAILY;UNTIL=20250101")]
    public void A_rule_that_nothing_satisfies_never_fires(string text) => Schedule.Parse(text).NeverFires.ShouldBeTrue();

    [Theory]
    [InlineData("19970902", "FREQ=DAILY;COUNT=10", "Every day at 09:00, from 1997-09-02 09:00, 10 times, America/New_York time")]
    [InlineData("19970902", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every 2 weeks on Tuesday and Thursday at 09:00, from 1997-09-02 09:00, America/New_York time")]
    [InlineData("19970902", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "Every month on Monday, Tuesday, Wednesday, Thursday and Friday at 09:00, of these only the 2nd to last, from 1997-09-02 09:00, America/New_York time")]
    [InlineData("19970902", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10", "Every 20 minutes in hours 9 and 10, from 1997-09-02 09:00, America/New_York time")]
    [InlineData("19970902", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "Every month on the 13th of the month if it is Friday at 09:00, from 1997-09-02 09:00, America/New_York time")]
    public void A_rule_is_described_part_by_part(string start, string rule, string words) => NewYork(start, rule).Words.ShouldBe(words);

    [Fact]
    public void A_rule_in_a_gap_follows_the_gap_policy()
    {
        const string Text = "DTSTART:20260301T023000 RRULE:FREQ=DAILY in America/New_York";

        Schedule.Parse(Text).Local("2026-03-08T05:00Z", 1).ShouldBe(["2026-03-08T03:00"]);
        Schedule.Parse(Text, new() { Gap = GapPolicy.Shift }).Local("2026-03-08T05:00Z", 1).ShouldBe(["2026-03-08T03:30"]);
    }

    [Fact]
    public void Random_rules_are_one_set_seen_from_both_sides()
    {
        var random = new Random(5545);
        for (var i = 0; i < 400; i++)
        {
            var schedule = Schedule.Parse(RandomRule(random));
            Schedule.Parse(schedule.ToString()).ShouldBe(schedule);
            var at = Fires.At("2020-01-01T00:00Z").AddSeconds(random.Next(12 * 365 * 86_400));
            if (schedule.Next(at) is not { } next)
                continue;
            next.ShouldBeGreaterThan(at);
            schedule.Next(next.AddSeconds(-1)).ShouldBe(next);
            schedule.Previous(next.AddSeconds(1)).ShouldBe(next);
            if (schedule.Previous(next) is { } previous)
                previous.ShouldBeLessThanOrEqualTo(at);
        }
    }

    private static string RandomRule(Random random)
    {
        string[] frequencies = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
        var frequency = frequencies[random.Next(frequencies.Length)];
        var parts = new List<string> { "FREQ=" + frequency, "INTERVAL=" + random.Next(1, 40) };
        void Perhaps(string part)
        {
            if (random.Next(3) == 0)
                parts.Add(part);
        }
        Perhaps("BYMONTH=" + random.Next(1, 13) + "," + random.Next(1, 13));
        Perhaps("BYDAY=MO,TH,SA");
        Perhaps("BYHOUR=" + random.Next(24) + "," + random.Next(24));
        Perhaps("BYMINUTE=" + random.Next(60) + "," + random.Next(60));
        Perhaps("BYSECOND=" + random.Next(60));
        if (frequency is "MONTHLY" or "YEARLY" or "DAILY")
            Perhaps("BYMONTHDAY=" + random.Next(1, 29) + ",-" + random.Next(1, 29));
        if (parts.Count > 2)
            Perhaps("BYSETPOS=1,-2");
        return "RRULE:" + string.Join(';', parts) + " in Europe/Paris";
    }

    private static Schedule NewYork(string start, string rule) => Schedule.Parse($"DTSTART;TZID=America/New_York:{start}T090000 RRULE:{rule}");

    // "1997-09: 2 4 1997-10: 2" as local times at 09:00.
    private static string[] Dates(string text)
    {
        var dates = new List<string>();
        var month = "";
        foreach (var word in text.Split(' '))
        {
            if (word.EndsWith(':'))
                month = word.TrimEnd(':');
            else
                dates.Add($"{month}-{word.PadLeft(2, '0')}T09:00");
        }
        return [.. dates];
    }
}
