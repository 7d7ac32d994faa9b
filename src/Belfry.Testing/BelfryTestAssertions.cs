using System.Globalization;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Testing;

/// <summary>An assertion about a <see cref="BelfryTestHost"/> does not hold; the message says what is there instead.</summary>
public sealed class BelfryAssertionException(string message) : Exception(message);

/// <summary>Simple assertions, for tests that bring no library of their own for that.</summary>
public static class BelfryTestAssertions
{
    private const int Shown = 20;

    /// <summary>The job has exactly these runs, whatever their end.</summary>
    /// <exception cref="BelfryAssertionException">It has others.</exception>
    public static void AssertRuns(this BelfryTestHost test, string job, params IEnumerable<DateTimeOffset> due)
    {
        var expected = due.Order().ToList();
        var actual = test.Runs(job).Select(run => run.Due).ToList();
        if (!expected.SequenceEqual(actual))
        {
            throw new BelfryAssertionException(
                $"The runs of {job} are not the expected ones.\n"
                + $"Missing: {List(expected.Except(actual))}\nNot expected: {List(actual.Except(expected))}\nAll runs: {List(actual)}");
        }
    }

    /// <summary>The job has this many runs, and all of them succeeded.</summary>
    /// <exception cref="BelfryAssertionException">There are more or fewer, or one did not succeed.</exception>
    public static void AssertSucceeded(this BelfryTestHost test, string job, int times)
    {
        var runs = test.Runs(job);
        if (runs.FirstOrDefault(run => run.State != RunState.Succeeded) is { } other)
        {
            throw new BelfryAssertionException($"A run of {job} did not succeed. {test.Story(other)}");
        }

        if (runs.Count != times)
        {
            throw new BelfryAssertionException(
                $"{job} has {Count(runs.Count)}, not {times}: {List(runs.Select(run => run.Due))}");
        }
    }

    /// <summary>Every tick of the job between two instants has an outcome in the record, or is still to come.</summary>
    /// <exception cref="BelfryAssertionException">The record has a gap.</exception>
    public static void AssertEveryTickRecorded(this BelfryTestHost test, string job, DateTimeOffset from, DateTimeOffset to)
    {
        var gaps = test.Ticks(job, from, to).Where(tick => tick.Outcome == "unrecorded").Select(tick => tick.Due).ToList();
        if (gaps.Count > 0)
        {
            throw new BelfryAssertionException($"The record of {job} has gaps: {List(gaps)}");
        }
    }

    private static string Story(this BelfryTestHost test, RunRecord run) => Jobs.RunSentences.Of(run, test.Now);

    private static string Count(int runs) => string.Create(CultureInfo.InvariantCulture, $"{runs} {(runs == 1 ? "run" : "runs")}");

    private static string List(IEnumerable<DateTimeOffset> instants)
    {
        var all = instants.ToList();
        var more = all.Count > Shown ? $" and {all.Count - Shown} more" : "";
        return all.Count == 0 ? "none" : string.Join(", ", all.Take(Shown).Select(Durations.Instant)) + more;
    }
}
