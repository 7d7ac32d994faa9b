namespace Belfry.Sqlite;

/// <summary>A queued operation: run inside a group's transaction, answered after its commit.</summary>
internal abstract class WriteOperation
{
    /// <summary>Runs it; false when it failed, and then what it wrote must be undone.</summary>
    public abstract bool TryRun(Session session);

    /// <summary>Why it failed, by itself.</summary>
    public Exception? Failure { get; protected set; }

    /// <summary>Nobody waits for it any more.</summary>
    public abstract bool Abandoned { get; }

    /// <summary>Answers the caller, with the failure of its group or its own when there is one.</summary>
    public abstract void Complete(Exception? failure);
}

internal sealed class WriteOperation<T>(Func<Session, T> work, CancellationToken cancellation) : WriteOperation
{
    // Continuations leave the writer's thread: it belongs to no caller.
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T? result;

    public Task<T> Answer => answer.Task;

    public override bool Abandoned => cancellation.IsCancellationRequested && answer.TrySetCanceled(cancellation);

    public override bool TryRun(Session session)
    {
        try
        {
            session.NextOperation();
            result = work(session);
            return true;
        }
        catch (Exception exception)
        {
            Failure = exception;
            return false;
        }
    }

    public override void Complete(Exception? failure)
    {
        if (failure is null)
        {
            answer.TrySetResult(result!);
        }
        else
        {
            answer.TrySetException(failure);
        }
    }
}
