using Belfry.Postgres;
using Belfry.Server.CommandLine;
using Belfry.Server.Settings;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Server.Hosting;

/// <summary>The store that the settings name.</summary>
internal static class OpenedStore
{
    // Each try waits five seconds for the lock itself.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    // Whoever supervises the process starts it again after that.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(250);

    public static IStore Of(SettingValues settings, TimeProvider time) =>
        At(settings.Store, time, new PostgresOptions { AcceptDataLoss = settings.IsOn(KnownSettings.AcceptDataLoss) });

    /// <param name="address">As the <c>store</c> setting takes it.</param>
    public static IStore At(string address, TimeProvider time, PostgresOptions? options = null) => StoreAddress.IsServer(address)
        ? PostgresStore.Open(address, options)
        : SqliteStore.Open(StoreAddress.File(address), time);

    /// <summary>
    /// A server that starts while another process has locked the file, as a back-up does, waits for it; and for a database server
    /// that is starting, too. What is not there at all, such as a host without a name, is told at once.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It stayed locked, or away.</exception>
    public static Task UntilFree(Invocation call, SettingValues settings, CancellationToken cancellation) => StoreAddress.IsMemory(settings.Store)
        ? Task.CompletedTask
        : WhenFree(
            call,
            settings,
            async () =>
            {
                await using var store = Of(settings, call.Time);
                await store.Migrate(cancellation);
                return true;
            },
            cancellation);

    /// <summary>Does something again until the store is free for it.</summary>
    /// <param name="work">Changes nothing when it is repeated.</param>
    /// <exception cref="StoreUnavailableException">It stayed locked, or away.</exception>
    public static async Task<T> WhenFree<T>(Invocation call, SettingValues settings, Func<Task<T>> work, CancellationToken cancellation)
    {
        long began = call.Time.GetTimestamp();
        string? said = null;
        while (true)
        {
            try
            {
                return await work();
            }
            catch (StoreUnavailableException away) when (call.Time.GetElapsedTime(began) < Patience(settings, away))
            {
                if (said != away.Message)
                {
                    call.Terminal.Say($"waiting up to {Patience(settings, away).TotalSeconds:0} s: {said = away.Message}");
                }

                await Task.Delay(TryAgain, call.Time, cancellation);
            }
        }
    }

    private static TimeSpan Patience(SettingValues settings, StoreUnavailableException away) =>
        StoreAddress.IsFile(settings.Store) || PostgresErrors.IsBusy(away) ? LockPatience
        : PostgresErrors.IsStarting(away) ? StartPatience
        : TimeSpan.Zero;
}
