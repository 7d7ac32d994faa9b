namespace Belfry.Testing;

/// <summary>Drives a node: runs what is ready, and when nothing is, moves the clock to the next timer.</summary>
internal sealed class TestLoop(VirtualTime time)
{
    private readonly OneThread thread = new();
    private int inFlight;
    private bool isPatient;

    /// <summary>The clock for the jobs' code.</summary>
    public WorkTime WorkTime { get; } = new(time);

    /// <summary>Real time that a job may wait for something other than the clock before the clock moves on without it.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Starts a job's code, here on the one thread.</summary>
    public async Task Offload(Func<Task> work)
    {
        isPatient = true;
        inFlight++;
        try
        {
            await work();
        }
        finally
        {
            inFlight--;
        }
    }

    /// <summary>Runs all that happens up to an instant.</summary>
    public void RunUntil(DateTimeOffset instant) => thread.Enter(() =>
    {
        do
        {
            Settle();
        }
        while (time.FireNext(instant));

        time.AdvanceTo(instant);
        Settle();
    });

    /// <summary>Runs an action to its end, and moves the clock if that is what the action waits for.</summary>
    public T Complete<T>(Func<Task<T>> action)
    {
        Task<T>? task = null;
        thread.Enter(() =>
        {
            task = action();
            do
            {
                Settle();
            }
            while (!task.IsCompleted && time.FireNext(DateTimeOffset.MaxValue));
        });
        return task!.IsCompleted
            ? task.GetAwaiter().GetResult()
            : throw new InvalidOperationException("This waits for something that neither the clock nor a job brings about.");
    }

    // A job that waits for the network or another thread needs the clock to stand still, or its time-outs would end it. When
    // nothing comes back within the patience, it waits for something that the clock has to bring, such as its cancellation.
    private void Settle()
    {
        thread.RunPosted();
        while (isPatient && inFlight > WorkTime.Waits)
        {
            isPatient = thread.WaitForPost(Patience);
            thread.RunPosted();
        }
    }
}
