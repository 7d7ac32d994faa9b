namespace Etl;

/// <summary>The steps of one night are about the day before it; days are those of UTC.</summary>
internal static class Days
{
    public static DateOnly Before(DateTimeOffset due) => DateOnly.FromDateTime(due.UtcDateTime).AddDays(-1);

    /// <exception cref="FileNotFoundException">The step before has not left its file; the retry may find it.</exception>
    public static Task<string[]> ReadAsync(string path, string step, DateOnly day, CancellationToken cancellation) => File.Exists(path)
        ? File.ReadAllLinesAsync(path, cancellation)
        : throw new FileNotFoundException($"The {step} of {day:O} is not there yet.", path);
}
