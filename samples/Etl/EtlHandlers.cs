using Belfry.Hosting;

namespace Etl;

internal static class EtlHandlers
{
    /// <summary>The names that <c>run: { handler: … }</c> in jobs.yaml refers to.</summary>
    public static BelfryBuilder AddEtlHandlers(this BelfryBuilder belfry) => belfry
        .AddHandler<Extract>("extract")
        .AddHandler<Transform>("transform")
        .AddHandler<Check>("check")
        .AddHandler<Load>("load")
        .AddHandler<Summary>("summary")
        .AddHandler<RegionalReport>("regional-report")
        .AddHandler<CleanUp>("clean-up");
}
