using System.Text;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

internal sealed class RecordingSink : IOutputSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly Dictionary<OutputStream, StringBuilder> texts = new() { [OutputStream.Stdout] = new(), [OutputStream.Stderr] = new() };
    private readonly List<(string Text, TaskCompletionSource Seen)> awaited = [];

    public string Stdout => Text(OutputStream.Stdout);

    public string Stderr => Text(OutputStream.Stderr);

    public string[] Lines => Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Write(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            texts[stream].Append(Encoding.UTF8.GetString(bytes));
            foreach (var (_, seen) in awaited.Where(one => texts[OutputStream.Stdout].ToString().Contains(one.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }

    // Completes when the command has said this on stdout.
    public Task Says(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            awaited.Add((text, seen));
        }
        Write(OutputStream.Stdout, []);
        return seen.Task.WaitAsync(Patience);
    }

    // The process ids that the command printed as `name=123`.
    public int Pid(string name) =>
        int.Parse(Lines.Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..], null);

    private string Text(OutputStream stream)
    {
        lock (gate)
        {
            return texts[stream].ToString();
        }
    }
}
