using System.Globalization;

namespace Belfry.Policies;

/// <summary>Compares what a run did with what its job expects; each breach is one sentence.</summary>
internal static class Expectations
{
    public static IReadOnlyList<string> Warnings(
        ExpectPolicy expect, TimeSpan duration, IReadOnlyDictionary<string, double> numbers) =>
    [
        .. Duration(expect, duration),
        .. expect.Numbers.OrderBy(bound => bound.Key, StringComparer.Ordinal).SelectMany(bound => Number(bound.Key, bound.Value, numbers)),
    ];

    /// <summary>What is said of a run that began too soon after the one before; null when it did not.</summary>
    public static string? TooSoon(TimeSpan atMostEvery, DateTimeOffset startedAt, DateTimeOffset? before) =>
        before is { } earlier && earlier <= startedAt && startedAt - earlier < atMostEvery
            ? $"started {Durations.Text(startedAt - earlier)} after the run before it; at most one every {Durations.Text(atMostEvery)} is expected"
            : null;

    private static IEnumerable<string> Duration(ExpectPolicy expect, TimeSpan duration)
    {
        if (duration < expect.Min)
        {
            yield return $"took {Durations.Text(duration)}; at least {Durations.Text(expect.Min.Value)} is expected";
        }

        if (duration > expect.Max)
        {
            yield return $"took {Durations.Text(duration)}; at most {Durations.Text(expect.Max.Value)} is expected";
        }
    }

    private static IEnumerable<string> Number(string name, NumberBounds bounds, IReadOnlyDictionary<string, double> numbers)
    {
        if (!numbers.TryGetValue(name, out double value))
        {
            yield return $"{name} was not reported";
        }
        else if (value < bounds.Min)
        {
            yield return $"{name} is {Text(value)}; at least {Text(bounds.Min.Value)} is expected";
        }
        else if (value > bounds.Max)
        {
            yield return $"{name} is {Text(value)}; at most {Text(bounds.Max.Value)} is expected";
        }
    }

    private static string Text(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
