using Belfry.Hosting;
using Belfry.Postgres;
using Npgsql;

// The namespace of AddBelfry, so that both are found in the same place.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

public static class PostgresServices
{
    /// <summary>Keeps everything in the schema <c>belfry</c> of a PostgreSQL database, which any number of nodes share.</summary>
    /// <param name="address">
    /// A connection string of Npgsql, or an address such as <c>postgres://user:password@host1,host2/database</c>.
    /// </param>
    public static BelfryBuilder UsePostgres(this BelfryBuilder belfry, string address, PostgresOptions? options = null) =>
        belfry.UseStore(_ => PostgresStore.Open(address, options));

    /// <summary>The same over the application's own data source; null is the one that the application has registered.</summary>
    public static BelfryBuilder UsePostgres(this BelfryBuilder belfry, NpgsqlDataSource? source = null, PostgresOptions? options = null) =>
        belfry.UseStore(services => PostgresStore.Open(source ?? services.GetRequiredService<NpgsqlDataSource>(), options));
}
