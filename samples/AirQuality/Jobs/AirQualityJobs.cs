using Belfry.Hosting;
using Belfry.Policies;

namespace AirQuality.Jobs;

internal static class AirQualityJobs
{
    /// <summary>The five jobs. A class does the work of each; the schedule and the policies stand here.</summary>
    public static BelfryBuilder AddAirQualityJobs(this BelfryBuilder belfry) => belfry
        .AddJob<FetchMeasurements>("fetch-paris-data", job => job
            .Schedule("* * * * * in Europe/Paris")
            .Description("Takes the current hour's values of all stations.")

            // The source is away now and then. Three tries fit into the minute; then the next tick is near anyway.
            .Retry(Retry.Fixed(attempts: 3, delay: TimeSpan.FromSeconds(5)))
            .Timeout(TimeSpan.FromSeconds(20)))
        .AddJob<AggregateHour>("hourly-aggregations", job => job
            .Schedule("0 * * * *")
            .Description("Means and maxima of the hour that has just ended.")

            // Every hour is a piece of work of its own: after an outage each missed one is made up for.
            .Misfire(MisfireRule.All, max: 48, within: TimeSpan.FromDays(2))
            .Overlap(Belfry.Jobs.OverlapRule.Queue)
            .Retry(Retry.Exponential(attempts: 5)))
        .AddJob<FinaliseDay>("daily-statistics", job => job
            .Schedule("daily at 23:59 in Europe/Paris")
            .Description("Finalises the statistics of the day in Paris.")
            .Retry(Retry.Exponential(attempts: 5)))
        .AddJob<CleanUp>("weekly-cleanup", job => job
            .Schedule("every sunday at 02:00 in Europe/Paris")
            .Description("Deletes single measurements that the aggregates have outlived."))
        .AddJob<HealthCheck>("health-check", job => job
            .Schedule("every 5 minutes")
            .Description("Fails when no fresh measurement has come in.")

            // An old health check is worth nothing.
            .Misfire(MisfireRule.Skip)
            .Timeout(TimeSpan.FromSeconds(30)));
}
