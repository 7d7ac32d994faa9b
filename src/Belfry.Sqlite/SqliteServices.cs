using Belfry.Hosting;
using Belfry.Sqlite;

// The namespace of AddBelfry, so that both are found in the same place.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

public static class SqliteServices
{
    /// <summary>Keeps everything in a SQLite file, which is made when it is not there.</summary>
    /// <remarks>
    /// Several processes of one host may share the file; it must lie on a local disk. <c>:memory:</c> lasts as long as the process.
    /// </remarks>
    public static BelfryBuilder UseSqlite(this BelfryBuilder belfry, string path = "belfry.db") =>
        belfry.UseStore(services => SqliteStore.Open(path, services.GetRequiredService<TimeProvider>()));
}
