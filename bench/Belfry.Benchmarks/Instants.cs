namespace Belfry.Benchmarks;

/// <summary>The instants from which next occurrences are asked.</summary>
internal static class Instants
{
    /// <summary>A power of two.</summary>
    public const int Count = 1024;

    /// <summary>Pseudo-random seconds of the years 2024 to 2027, always the same.</summary>
    public static DateTimeOffset[] Random()
    {
        var random = new Random(2024);
        var (from, to) = (new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var instants = new DateTimeOffset[Count];
        for (var i = 0; i < Count; i++)
            instants[i] = from.AddSeconds(random.NextInt64((long)(to - from).TotalSeconds));
        return instants;
    }
}
