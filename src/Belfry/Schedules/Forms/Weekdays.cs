namespace Belfry.Schedules.Forms;

/// <summary>Sets of days of the week as masks, bit 0 for Sunday; people count them from Monday.</summary>
internal static class Weekdays
{
    public const int All = 0b1111111;
    public const int Working = 0b0111110;
    public const int Weekend = 0b1000001;

    private static readonly int[] FromMonday = [1, 2, 3, 4, 5, 6, 0];

    /// <summary><c>monday, friday</c>.</summary>
    public static string Text(int mask) => string.Join(", ", In(mask).Select(d => Written.Lower(Written.Weekdays[d])));

    /// <summary><c>Monday to Friday</c> for three and more in a row, otherwise a list.</summary>
    public static string Words(int mask)
    {
        if (mask == All)
            return "every day";
        var days = In(mask).ToArray();
        var places = days.Select(d => Array.IndexOf(FromMonday, d)).ToArray();
        return days.Length > 2 && places[^1] - places[0] == days.Length - 1
            ? Written.Weekdays[days[0]] + " to " + Written.Weekdays[days[^1]]
            : Written.List([.. days.Select(d => Written.Weekdays[d])]);
    }

    /// <summary>Three and more days in a row, from Monday on.</summary>
    public static bool IsRow(int mask) => mask != All && Words(mask).Contains(" to ", StringComparison.Ordinal);

    public static IEnumerable<int> In(int mask) => FromMonday.Where(d => (mask >> d & 1) != 0);
}
