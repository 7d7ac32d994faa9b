using System.Globalization;
using System.Numerics;

namespace Belfry.Schedules.Words;

/// <summary>The values of one cron field, as masks, and the shapes that have a name.</summary>
internal static class Values
{
    private const int LongestList = 6;

    public static int[] Of(ulong mask)
    {
        var values = new int[BitOperations.PopCount(mask)];
        for (var i = 0; i < values.Length; i++, mask &= mask - 1)
            values[i] = BitOperations.TrailingZeroCount(mask);
        return values;
    }

    /// <summary>The step of three or more evenly spaced values, or of two that halve the span; otherwise 0.</summary>
    public static int Step(int[] values, int span)
    {
        if (values.Length < 2 || values.Length == 2 && 2 * (values[1] - values[0]) != span)
            return 0;
        var step = values[1] - values[0];
        for (var i = 2; i < values.Length; i++)
        {
            if (values[i] - values[i - 1] != step)
                return 0;
        }
        return step;
    }

    /// <summary>From the least value of the field to the end of it in steps: <c>*/n</c>.</summary>
    public static bool Fills(int[] values, int span) => Step(values, span) is > 0 and var step && values[0] == 0 && values[^1] + step >= span;

    /// <summary>The same, and the step divides the span, so that it runs on evenly.</summary>
    public static bool Divides(int[] values, int span) => Fills(values, span) && span % values.Length == 0 && values[^1] + values[1] == span;

    /// <summary>Values in a row, perhaps around the end of the field: where the row starts and how long it is; length 0 if it is none.</summary>
    public static (int Start, int Length) Run(int[] values, int span)
    {
        var start = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] == values[i - 1] + 1)
                continue;
            if (start > 0)
                return default;
            start = i;
        }
        var wraps = start > 0;
        return wraps && (values[0] != 0 || values[^1] != span - 1) ? default : (values[start], values.Length);
    }

    /// <summary>All of them, or of many evenly spaced ones the first three and the last.</summary>
    public static string List(int[] values, int span, Func<int, string> name) =>
        values.Length > LongestList && Step(values, span) > 0
            ? string.Join(", ", values.Take(3).Select(name)) + ", …, " + name(values[^1])
            : Written.List([.. values.Select(name)]);

    public static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);

    public static string TwoDigits(int n) => n.ToString("00", CultureInfo.InvariantCulture);
}
