using System.Diagnostics;

namespace Belfry.Benchmarks;

/// <summary>
/// Times two works against each other: both are warmed up, then slices of about 2 ms alternate, so that whatever else the
/// machine does meets both alike. The figures are medians of the slices.
/// </summary>
internal static class Duel
{
    private const int Slices = 70;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(2);

    public static (Figure Ours, Figure Theirs) Fight<TOurs, TTheirs>(TOurs ours, TTheirs theirs)
        where TOurs : struct, IWork
        where TTheirs : struct, IWork
    {
        var (ourTimes, theirTimes) = (TimesPerSlice(ours), TimesPerSlice(theirs));
        var (our, their) = (new double[Slices], new double[Slices]);
        for (var i = 0; i < Slices; i++)
        {
            our[i] = Nanoseconds(ours, ourTimes);
            their[i] = Nanoseconds(theirs, theirTimes);
        }
        return (new(Median(our), Bytes(ours)), new(Median(their), Bytes(theirs)));
    }

    private static int TimesPerSlice<T>(T work)
        where T : struct, IWork
    {
        const int Chunk = 1024;
        var clock = Stopwatch.StartNew();
        long done = 0;
        for (; clock.Elapsed < WarmUp; done += Chunk)
            work.Run(Chunk);
        return (int)Math.Max(Chunk, done * (Slice / clock.Elapsed));
    }

    private static double Nanoseconds<T>(T work, int times)
        where T : struct, IWork
    {
        var start = Stopwatch.GetTimestamp();
        work.Run(times);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / times;
    }

    private static double Bytes<T>(T work)
        where T : struct, IWork
    {
        const int Times = 1024;
        var before = GC.GetAllocatedBytesForCurrentThread();
        work.Run(Times);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}

/// <summary>Time and memory of one piece of work.</summary>
internal readonly record struct Figure(double Nanoseconds, double Bytes);
