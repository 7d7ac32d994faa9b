namespace Belfry.Server.CommandLine;

/// <summary>Asking again until something is so.</summary>
internal static class Waiting
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Asks at growing distances. Null when <paramref name="timeout"/> passes first.</summary>
    public static async Task<T?> Until<T>(
        Func<Task<T?>> ask, TimeSpan? timeout, TimeProvider time, CancellationToken cancellation)
        where T : struct
    {
        long start = time.GetTimestamp();
        var pause = First;
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            var left = timeout - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.Delay(left < pause ? left.Value : pause, time, cancellation);
            pause = pause * 1.5 < Longest ? pause * 1.5 : Longest;
        }
    }
}
