namespace Belfry.Server.Hosting;

internal static class Stopping
{
    /// <summary>Ends when the token is cancelled, and does not throw: being asked to end is how a server ends well.</summary>
    public static async Task Of(CancellationToken stop)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(asked.SetResult);
        await asked.Task;
    }
}
