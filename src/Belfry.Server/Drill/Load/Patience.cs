using Belfry.Storage;

namespace Belfry.Server.Drill.Load;

/// <summary>
/// How the drill asks the store: again while it is away, because what is done to the store and the nodes during a drill happens
/// to the drill's own connections too. A store that stays away is an error in the end.
/// </summary>
internal sealed class Patience(TimeProvider time)
{
    /// <summary>A database that crashed has recovered by then.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(250);

    /// <param name="call">May be made again: what it changed the first time it finds as it left it.</param>
    /// <exception cref="StoreUnavailableException">The store has been away for longer than the bound.</exception>
    public async Task<T> Ask<T>(Func<ValueTask<T>> call, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (time.GetElapsedTime(began) < Bound)
            {
                await Task.Delay(TryAgain, time, cancellation);
            }
        }
    }

    /// <inheritdoc cref="Ask{T}"/>
    public Task Ask(Func<ValueTask> call, CancellationToken cancellation) => Ask(
        async () =>
        {
            await call();
            return true;
        },
        cancellation);
}
