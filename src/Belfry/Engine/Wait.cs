namespace Belfry.Engine;

/// <summary>
/// Waits that end early without an exception. Built on one completion each and never on <c>Task.WhenAny</c>, whose
/// continuations leave the engine's context for the thread pool, where the simulator cannot follow.
/// </summary>
internal static class Wait
{
    /// <summary>Returns after <paramref name="duration"/>, or when cancelled.</summary>
    public static Task For(TimeSpan duration, TimeProvider time, CancellationToken cancellation) =>
        ForEnd(null, duration, time, cancellation);

    /// <summary>
    /// Returns when <paramref name="work"/> has ended in whatever way, after <paramref name="atMost"/>, or when cancelled.
    /// </summary>
    public static async Task ForEnd(Task? work, TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (work is not null)
        {
            _ = SignalEnd(work, over);
        }

        await using var timer = time.CreateTimer(
            static state => ((TaskCompletionSource)state!).TrySetResult(), over, atMost, Timeout.InfiniteTimeSpan);
        await using var stop = cancellation.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        await over.Task;
    }

    private static async Task SignalEnd(Task work, TaskCompletionSource over)
    {
        try
        {
            await work;
        }
        catch (Exception)
        {
            // Whoever awaits the work itself sees how it ended.
        }

        over.TrySetResult();
    }
}
