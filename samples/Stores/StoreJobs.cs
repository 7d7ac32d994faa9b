using Belfry.Hosting;
using Belfry.Policies;

namespace Stores;

internal static class StoreJobs
{
    public static BelfryBuilder AddStoreJobs(this BelfryBuilder belfry) => belfry
        .AddJob<AutoClose>("store-auto-close", job => job
            .Schedule("0 0,6 * * * in Europe/Madrid")
            .Description("Closes the stores that nobody has closed.")
            .Retry(Retry.Fixed(attempts: 3, delay: TimeSpan.FromMinutes(1))))
        .AddJob<OpenReminder>("store-open-reminder", job => job
            .Schedule("*/30 * * * *")
            .Description("Reminds the managers of stores that should be open and are not.")

            // A reminder that comes late reminds of nothing.
            .Misfire(MisfireRule.Skip));
}
