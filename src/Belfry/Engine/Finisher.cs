using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>
/// Writes the ends of attempts in batches. An end is tried until the store has answered for it: accepted, written before, or
/// fenced. While one batch is being written the next one gathers; when it is full, <see cref="Second"/> writes it meanwhile.
/// </summary>
internal sealed class Finisher(IStore store, EngineContext engine) : IService
{
    // One at a time while the store chokes on one of them: it must not hold up the others.
    private int together = engine.Batch;

    private readonly Lock gate = new();
    private readonly Queue<(AttemptEnd End, TaskCompletionSource<FinishStatus> Answer)> waiting = new();
    private int writing;

    public string Name => "finisher";

    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return waiting.Count + writing == 0;
            }
        }
    }

    /// <summary>Writes ends as well, when it is woken.</summary>
    public IService Second => new Helper(this);

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
        var batch = Take();
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
        catch
        {
            PutBack(batch);
            throw;
        }

        lock (gate)
        {
            together = engine.Batch;
            writing -= batch.Count;
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
        if (batch.Count > 1)
        {
            PutBack(batch);
        }

        lock (gate)
        {
            together = 1;
            writing -= batch.Count == 1 ? 1 : 0;
        }

        if (batch.Count == 1)
        {
            batch[0].Answer.SetException(exception);
        }
    }

    private List<(AttemptEnd End, TaskCompletionSource<FinishStatus> Answer)> Take()
    {
        lock (gate)
        {
            List<(AttemptEnd, TaskCompletionSource<FinishStatus>)> batch = [.. waiting.Take(together)];
            for (var i = 0; i < batch.Count; i++)
            {
                waiting.Dequeue();
            }

            writing += batch.Count;
            if (batch.Count == engine.Batch && waiting.Count >= engine.Batch / 2)
            {
                engine.SecondFinisherWakeup.Set();
            }

            return batch;
        }
    }

    // What the helper leaves is the first one's.
    private void Wake() => engine.FinisherWakeup.Set();

    private void PutBack(List<(AttemptEnd End, TaskCompletionSource<FinishStatus> Answer)> batch)
    {
        lock (gate)
        {
            writing -= batch.Count;
            foreach (var item in batch)
            {
                waiting.Enqueue(item);
            }
        }
    }

    private sealed class Helper(Finisher finisher) : IService
    {
        public string Name => "second finisher";

        public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
        {
            await finisher.RunOnceAsync(cancellation);
            finisher.Wake();
            return Timeout.InfiniteTimeSpan;
        }
    }
}
