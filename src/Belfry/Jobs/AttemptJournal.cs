using System.Text;
using System.Text.Json;
using Belfry.Jobs.Commands;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>
/// What an attempt has said and the store does not know yet. Written by the job's threads, emptied by the reporter and, at
/// the end, by the executor.
/// </summary>
internal sealed class AttemptJournal(OutputCap output, JsonElement? checkpoint, CancellationToken cancelled) : IOutputSink
{
    private readonly Lock gate = new();
    private long takenTo;
    private byte[] unsent = [];
    private double? progress;
    private string? progressText;
    private JsonElement? unsentCheckpoint;
    private readonly Dictionary<string, double> numbers = new(StringComparer.Ordinal);

    public JsonElement? Checkpoint { get; private set; } = checkpoint;

    public void ThrowIfCancelled() => cancelled.ThrowIfCancellationRequested();

    public void Log(string line) => output.Append(Encoding.UTF8.GetBytes(line + "\n"));

    public void Write(OutputStream stream, ReadOnlySpan<byte> bytes) => output.Append(bytes);

    public void Progress(double fraction, string? text)
    {
        lock (gate)
        {
            progress = double.IsNaN(fraction) ? 0 : Math.Clamp(fraction, 0, 1);
            progressText = text;
        }
    }

    public void SaveCheckpoint(JsonElement state)
    {
        lock (gate)
        {
            Checkpoint = state;
            unsentCheckpoint = state;
        }
    }

    /// <summary>Takes a number; answers what is wrong with it, or null.</summary>
    public string? TryReport(string name, double value)
    {
        if (RunNumbers.NameProblem(name) is { } wrong)
        {
            return $"'{JsonReading.Short(name)}' {wrong}";
        }

        if (!double.IsFinite(value))
        {
            return $"'{name}' must be a finite number.";
        }

        lock (gate)
        {
            if (numbers.Count == RunNumbers.Most && !numbers.ContainsKey(name))
            {
                return $"'{name}' is one too many; a run reports at most {RunNumbers.Most} numbers.";
            }

            numbers[name] = value;
            return null;
        }
    }

    /// <summary>The numbers reported so far.</summary>
    public IReadOnlyDictionary<string, double> Numbers
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, double>(numbers);
            }
        }
    }

    /// <summary>What is new since the last call, or null.</summary>
    public RunReport? TakeNews(Guid run, long token, Guid node)
    {
        lock (gate)
        {
            var chunk = Chunk(output.TakeNew());
            if (chunk is null && progress is null && unsentCheckpoint is null)
            {
                return null;
            }

            var report = new RunReport(run, token, node, progress, progressText, unsentCheckpoint, chunk);
            (progress, progressText, unsentCheckpoint) = (null, null, null);
            return report;
        }
    }

    /// <summary>Takes back what could not be written; newer progress and checkpoints stand.</summary>
    public void PutBack(RunReport report)
    {
        lock (gate)
        {
            if (progress is null)
            {
                (progress, progressText) = (report.Progress, report.ProgressText);
            }

            unsentCheckpoint ??= report.Checkpoint;
            if (report.Output is { } chunk)
            {
                takenTo = chunk.Offset;
                unsent = chunk.Bytes.ToArray();
            }
        }
    }

    /// <summary>All output that is left, the kept end included; null when there is none. The last call.</summary>
    public OutputChunk? TakeRest()
    {
        lock (gate)
        {
            return Chunk(output.Finish());
        }
    }

    /// <summary>A checkpoint that no report has taken; null when there is none.</summary>
    public JsonElement? TakeCheckpoint()
    {
        lock (gate)
        {
            var taken = unsentCheckpoint;
            unsentCheckpoint = null;
            return taken;
        }
    }

    private OutputChunk? Chunk(byte[] news)
    {
        if (news.Length + unsent.Length == 0)
        {
            return null;
        }

        byte[] bytes = unsent.Length == 0 ? news : [.. unsent, .. news];
        var chunk = new OutputChunk(takenTo, bytes, output.TotalBytes, output.DroppedBytes);
        takenTo += bytes.Length;
        unsent = [];
        return chunk;
    }
}
