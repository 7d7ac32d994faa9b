using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// Writes the ends of attempts in batches. An end is tried until the store has answered for it: accepted, written before, or
/// fenced. While one batch is being written the next one gathers.
/// </summary>
internal sealed class Finisher(IStore store, EngineContext engine) : IService
{
    private const int Batch = 500;

    // One at a time while the store chokes on one of them: it must not hold up the others.
    private int together = Batch;

    private readonly Lock gate = new();
    private readonly Queue<(AttemptEnd End, TaskCompletionSource<FinishStatus> Answer)> waiting = new();

    public string Name => "finisher";

    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return waiting.Count == 0;
            }
        }
    }

    public Task<FinishStatus> Finish(AttemptEnd end)
    {
        var answer = new TaskCompletionSource<FinishStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Enqueue((end, answer));
        }

        engine.FinisherWakeup.Set();
        return answer.Task;
    }

    public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
    {
        var batch = Peek();
        if (batch.Count == 0)
        {
            return Timeout.InfiniteTimeSpan;
        }

        IReadOnlyList<FinishStatus> answers;
        try
        {
            // Dies here: the runs stay claimed and are rescued. Dies after, or the answer is lost: the same ends are sent again
            // and answered with Already.
            answers = await store.Runs.Finish([.. batch.Select(item => item.End)], cancellation);
        }
        catch (Exception exception) when (exception is not (StoreException or OperationCanceledException))
        {
            Isolate(batch, exception);
            return TimeSpan.Zero;
        }

        together = Batch;
        lock (gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                waiting.Dequeue();
            }
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Answer.SetResult(answers[i]);
        }

        return TimeSpan.Zero;
    }

    // The one end that cannot be written is given up: its run stays claimed, and the next heartbeat gives it back.
    private void Isolate(List<(AttemptEnd End, TaskCompletionSource<FinishStatus> Answer)> batch, Exception exception)
    {
        together = 1;
        if (batch.Count == 1)
        {
            lock (gate)
            {
                waiting.Dequeue();
            }

            batch[0].Answer.SetException(exception);
        }
    }

    private List<(AttemptEnd End, TaskCompletionSource<FinishStatus> Answer)> Peek()
    {
        lock (gate)
        {
            return [.. waiting.Take(together)];
        }
    }
}
