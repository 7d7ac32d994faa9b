using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>Why an attempt was asked to end before its own end.</summary>
internal enum StopCause
{
    None,
    Cancelled,
    TimedOut,
    Drained,
    LeaseLost,
}

/// <summary>An attempt that this node holds: waiting for its instant, running, or being written down.</summary>
internal sealed class Execution : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Offload offload;
    private bool over;

    public Execution(ClaimedRun run, Guid node, Offload offload, Func<CancellationToken, AttemptJournal> journal)
    {
        (Run, Node, this.offload) = (run, node, offload);
        Journal = journal(stop.Token);
    }

    public ClaimedRun Run { get; }

    /// <summary>The incarnation that claimed it; the node may have another one by now.</summary>
    public Guid Node { get; }

    public AttemptJournal Journal { get; }
    public StopCause Cause { get; private set; }
    public string? CauseText { get; private set; }

    /// <summary>Fires when the attempt must end.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>The report that is under way; an attempt's end waits for it, so that output stays in order.</summary>
    public Task Reporting { get; set; } = Task.CompletedTask;

    /// <summary>No more reports: the end carries what is left.</summary>
    public bool Ending { get; set; }

    /// <summary>Its end is written; only the job's code has not returned yet. The run may be anybody's again, this node's too.</summary>
    public bool Recorded { get; set; }

    /// <summary>
    /// Asks the attempt to end. The first cause stands, but for the lost lease: it overrides all, because nothing may be
    /// written after it. Once the attempt is over there is nothing left to ask.
    /// </summary>
    public void End(StopCause cause, string text)
    {
        lock (gate)
        {
            if (over || (Cause != StopCause.None && cause != StopCause.LeaseLost))
            {
                return;
            }

            (Cause, CauseText) = (cause, text);
        }

        // Registered callbacks are the job's code; they must not run on the heart's thread.
        _ = offload(Cancel);
    }

    public void Dispose()
    {
        lock (gate)
        {
            over = true;

            // A cancellation that was asked for may still be on its way, and must find the source as it was.
            if (Cause == StopCause.None)
            {
                stop.Dispose();
            }
        }
    }

    private Task Cancel()
    {
        try
        {
            stop.Cancel();
        }
        catch (AggregateException exception)
        {
            // The job's own callbacks threw; the token has fired all the same.
            Journal.Log($"A callback of the cancellation failed: {exception.InnerException}");
        }

        return Task.CompletedTask;
    }
}
