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
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(250);

    public static IStore Of(SettingValues settings, TimeProvider time) => StoreAddress.IsServer(settings.Store)
        ? PostgresStore.Open(settings.Store)
        : SqliteStore.Open(StoreAddress.File(settings.Store), time);

    /// <summary>
    /// A server that starts while another process has locked the file, as a back-up does, waits for it. What waits behind another
    /// address is not waited for: it may not be there at all.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It stayed locked.</exception>
    public static async Task UntilFree(Invocation call, SettingValues settings, CancellationToken cancellation)
    {
        if (!StoreAddress.IsFile(settings.Store))
        {
            return;
        }

        long began = call.Time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var store = Of(settings, call.Time);
                await store.Migrate(cancellation);
                return;
            }
            catch (StoreUnavailableException locked) when (call.Time.GetElapsedTime(began) < LockPatience)
            {
                call.Terminal.Say($"waiting: {locked.Message}");
                await Task.Delay(TryAgain, call.Time, cancellation);
            }
        }
    }
}
