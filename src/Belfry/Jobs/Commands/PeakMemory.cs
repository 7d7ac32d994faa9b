using System.Globalization;
using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// ru_maxrss alone would blame the server's own size on every small command: until exec the child lives in the server's memory,
// and the kernel counts that (exec_mmap in fs/exec.c, setmax_mm_hiwater_rss). Above the server's size it is exact; below, the
// largest high-water mark seen while the command ran is the better answer, and never too high.
[SupportedOSPlatform("linux")]
internal sealed class PeakMemory(int pid)
{
    private const double CounterError = 1.05;   // the kernel's own counters lag behind on each core

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly double inherited = HighWaterOf("self") * CounterError;
    private long seen;

    public async Task WatchAsync(TimeProvider time, CancellationToken stop)
    {
        try
        {
            for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
            {
                Interlocked.Exchange(ref seen, Math.Max(seen, LargestIn(pid.ToString(CultureInfo.InvariantCulture))));
                await Task.Delay(pause, time, stop);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public long Of(long reportedByKernel)
    {
        long atLeast = Interlocked.Read(ref seen);
        return reportedByKernel > inherited ? Math.Max(atLeast, reportedByKernel) : atLeast;
    }

    // Of the process and its descendants, the largest one: what ru_maxrss means as well.
    public static long LargestIn(string process)
    {
        long largest = HighWaterOf(process);
        foreach (string child in Read($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            largest = Math.Max(largest, LargestIn(child));
        }
        return largest;
    }

    private static long HighWaterOf(string process)
    {
        const string Field = "VmHWM:";
        string status = Read($"/proc/{process}/status");
        int at = status.IndexOf(Field, StringComparison.Ordinal);
        if (at < 0)
        {
            return 0;   // a zombie has no memory any more
        }
        var number = status.AsSpan(at + Field.Length).TrimStart();
        return long.Parse(number[..number.IndexOf(' ')], CultureInfo.InvariantCulture) * 1024;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";  // the process has gone
        }
    }
}
