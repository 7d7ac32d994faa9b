namespace Belfry.Engine;

/// <summary>A wait that ends early without an exception.</summary>
internal static class Pause
{
    public static async Task For(TimeSpan duration, TimeProvider time, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(
            static state => ((TaskCompletionSource)state!).TrySetResult(), over, duration, Timeout.InfiniteTimeSpan);
        await using var stop = cancellation.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        await over.Task;
    }
}
