using System.Diagnostics;
using System.Globalization;
using System.Text;
using Belfry.Jobs;
using Belfry.Server.Drill.Checks;

namespace Belfry.Server.Drill.Nodes;

/// <summary>What a process executed, in a file of its own. Each line is one write, so that a killed process leaves whole lines.</summary>
internal sealed class WorkLog(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public void Start(JobContext run) => Write(string.Create(
        CultureInfo.InvariantCulture,
        $"start {Stopwatch.GetTimestamp()} {run.FencingToken} {run.RunId:n} {run.Attempt} {run.Due.UtcTicks} {DateTimeOffset.UtcNow.UtcTicks} {run.Job}"));

    public void End(JobContext run, ExecutionEnd outcome) => Write(string.Create(
        CultureInfo.InvariantCulture, $"end {Stopwatch.GetTimestamp()} {run.FencingToken} {outcome}"));

    /// <param name="from">Timestamps of the monotonic clock, between which the process stood still.</param>
    public void Stall(long from, long to) => Write(string.Create(CultureInfo.InvariantCulture, $"stall {from} {to}"));

    public void Dispose() => file.Dispose();

    /// <param name="process">Whose log it is.</param>
    public static IReadOnlyList<Execution> Read(string path, string process, DrillClock clock)
    {
        var executions = new Dictionary<long, Execution>();
        foreach (string line in File.ReadLines(path))
        {
            switch (line.Split(' ', 8))
            {
                case ["start", var at, var token, var run, var attempt, var due, _, var job]:
                    executions[Whole(token)] = new Execution(
                        process,
                        Guid.Parse(run),
                        Whole(token),
                        job,
                        new DateTimeOffset(Whole(due), TimeSpan.Zero),
                        (int)Whole(attempt),
                        clock.At(Whole(at)),
                        null,
                        ExecutionEnd.None);
                    break;
                case ["end", var at, var token, var outcome]:
                    executions[Whole(token)] = executions[Whole(token)] with
                    {
                        End = clock.At(Whole(at)),
                        Outcome = Enum.Parse<ExecutionEnd>(outcome),
                    };
                    break;
            }
        }

        return [.. executions.Values];
    }

    /// <inheritdoc cref="Read"/>
    public static IEnumerable<Stall> ReadStalls(string path, string process, DrillClock clock) =>
        from line in File.ReadLines(path)
        where line.StartsWith("stall ", StringComparison.Ordinal)
        let times = line.Split(' ')
        select new Stall(process, clock.At(Whole(times[1])), clock.At(Whole(times[2])));

    private void Write(string line)
    {
        lock (gate)
        {
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
