using Belfry.Server.Settings;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Server.Hosting;

/// <summary>The store that the settings name.</summary>
internal static class OpenedStore
{
    public static IStore Of(SettingValues settings, TimeProvider time) => SqliteStore.Open(StoreAddress.File(settings.Store), time);
}
