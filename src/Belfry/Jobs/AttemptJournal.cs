using System.Text;
using System.Text.Json;
using Belfry.Jobs.Commands;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>
/// What an attempt has said and the store does not know yet. Written by the job's threads, emptied by the reporter.
/// </summary>
internal sealed class AttemptJournal(OutputCap output, JsonElement? checkpoint, CancellationToken cancelled) : IOutputSink
{
    private readonly Lock gate = new();
    private double? progress;
    private string? progressText;
    private JsonElement? unsavedCheckpoint;

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
            unsavedCheckpoint = state;
        }
    }

    /// <summary>What is new since the last call, or null. What it answers must be stored or put back by the caller.</summary>
    public RunReport? TakeNews(Guid run, long token, Guid node)
    {
        var chunk = output.TakeNew();
        lock (gate)
        {
            if (chunk is null && progress is null && unsavedCheckpoint is null)
            {
                return null;
            }

            var report = new RunReport(run, token, node, progress, progressText, unsavedCheckpoint, chunk);
            (progress, progressText, unsavedCheckpoint) = (null, null, null);
            return report;
        }
    }
}
