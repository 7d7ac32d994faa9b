namespace Belfry.Tests.Schedules;

/// <summary>Valid cron text from a seeded source, with every construct of the language now and then.</summary>
internal static class RandomCron
{
    private static readonly string[] Weekdays = ["SUN", "mon", "Tue", "WED", "THU", "fri", "SAT"];

    public static string Text(Random random)
    {
        var five = string.Join(' ', Field(random, 0, 59), Field(random, 0, 23), DayOfMonth(random), Field(random, 1, 12, sparse: 4), DayOfWeek(random));
        return random.Next(6) switch
        {
            0 => $"{Field(random, 0, 59)} {five}",
            1 => $"{Field(random, 0, 59)} {five} {Year(random)}",
            _ => five,
        };
    }

    private static string DayOfMonth(Random random) => random.Next(10) switch
    {
        < 4 => "*",
        4 => "?",
        5 => "L",
        6 => random.Next(1, 32) + "W",
        7 => $"L-{random.Next(0, 31)}{(random.Next(2) == 0 ? "W" : "")},{random.Next(1, 32)}",
        _ => Field(random, 1, 31),
    };

    private static string DayOfWeek(Random random) => random.Next(10) switch
    {
        < 5 => "*",
        5 => Weekdays[random.Next(7)] + "#" + random.Next(1, 6),
        6 => random.Next(0, 8) + "L," + Weekdays[random.Next(7)],
        7 => "+" + Field(random, 0, 6),
        8 => random.Next(0, 8) + "-" + random.Next(0, 8),
        _ => Field(random, 0, 6),
    };

    private static string Year(Random random)
    {
        var first = random.Next(1990, 2100);
        return random.Next(3) == 0 ? "*" : $"{first}-{first + random.Next(60)}";
    }

    private static string Field(Random random, int min, int max, int sparse = 2)
    {
        if (random.Next(sparse) > 0 && sparse > 2)
            return "*";
        var items = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2, 4) : 1).Select(_ => Item(random, min, max));
        return string.Join(',', items);
    }

    private static string Item(Random random, int min, int max)
    {
        var (first, last) = (random.Next(min, max + 1), random.Next(min, max + 1));
        return random.Next(7) switch
        {
            0 => "*",
            1 => $"*/{random.Next(1, max)}",
            2 => $"{first}/{random.Next(1, max)}",
            3 => $"{first}-{last}",
            4 => $"{first}-{last}/{random.Next(1, max)}",
            _ => $"{first}",
        };
    }
}
