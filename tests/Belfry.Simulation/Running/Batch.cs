using System.Diagnostics;

namespace Belfry.Simulation;

/// <summary>Plays many settings side by side, one history a thread.</summary>
internal sealed class Batch
{
    private readonly Lock gate = new();
    private readonly IEnumerator<Setting> settings;
    private readonly Func<Outcome, bool> each;
    private bool enough;

    private Batch(IEnumerable<Setting> settings, Func<Outcome, bool> each) =>
        (this.settings, this.each) = (settings.GetEnumerator(), each);

    public int Played { get; private set; }

    public TimeSpan Time { get; private set; }

    /// <param name="each">Sees every outcome, one at a time; false ends the batch.</param>
    public static Batch Run(IEnumerable<Setting> settings, Func<Outcome, bool> each)
    {
        var batch = new Batch(settings, each);
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(batch.Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        batch.Time = clock.Elapsed;
        return batch;
    }

    private void Work()
    {
        while (Next() is { } setting)
        {
            var outcome = Simulator.Play(setting);
            lock (gate)
            {
                Played++;
                enough |= !each(outcome);
            }
        }
    }

    private Setting? Next()
    {
        lock (gate)
        {
            return !enough && settings.MoveNext() ? settings.Current : null;
        }
    }
}
