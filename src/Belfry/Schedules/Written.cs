using System.Globalization;

namespace Belfry.Schedules;

/// <summary>How times, dates and lists are written, in canonical texts and in descriptions.</summary>
internal static class Written
{
    public static readonly string[] Weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    public static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth"];

    /// <summary><c>HH:mm</c>, with seconds only when there are some.</summary>
    public static string Time(int second) => second % 60 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{second / 3600:00}:{second / 60 % 60:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}");

    public static string Times(IEnumerable<int> seconds) => string.Join(", ", seconds.Select(Time));

    public static string Local(long local) => Wall.Time(local).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Instant(long instant) => Local(instant) + "Z";

    /// <summary>For people: no seconds unless there are some.</summary>
    public static string Spoken(long local) =>
        Wall.Time(local).ToString("yyyy-MM-dd ", CultureInfo.InvariantCulture) + Time(Wall.SecondOf(local));

    /// <summary>1st, 2nd, 3rd, 4th, 11th …</summary>
    public static string Ordinal(int n) => string.Create(CultureInfo.InvariantCulture, $"{n}{Suffix(n)}");

    /// <summary><c>first</c> to <c>fifth</c>; <c>last</c> for -1.</summary>
    public static string OrdinalWord(int n) => n == -1 ? "last" : Ordinals[n - 1];

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> items, string word = "and") => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " " + word + " " + items[^1],
    };

    public static string Lower(string name) => name.ToLowerInvariant();

    private static string Suffix(int n) => (n % 100 is 11 or 12 or 13 ? 0 : n % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
}
