using Belfry.Hosting;
using Belfry.Policies;
using SoaringClub.Jobs;

namespace SoaringClub;

internal static class ClubJobs
{
    public static BelfryBuilder AddClubJobs(this BelfryBuilder belfry) => belfry
        .AddJob<PreOpDutyMails>("pre-op-duty-mails", job => job
            .Schedule("daily at 06:00")
            .Description("Tells tomorrow's crew who flies with whom, and which gliders stay on the ground.")
            .Retry(Mailing)

            // Yesterday's "tomorrow" is over: a reminder that comes a day late reminds of nothing.
            .Misfire(MisfireRule.Last, within: TimeSpan.FromHours(12)))
        .AddJob<AgingLogsheets>("aging-logsheets", job => job
            .Schedule("daily at 08:00")
            .Description("Asks duty officers for the logsheets that are still open.")
            .Retry(Mailing))
        .AddJob<MaintenanceDigest>("maintenance-digest", job => job
            .Schedule("every sunday at 09:00")
            .Description("Lists the open defects of each glider, oldest first.")
            .Retry(Mailing))
        .AddJob<LateProgressReports>("late-progress-reports", job => job
            .Schedule("every monday at 10:00")
            .Description("Reminds instructors of lessons that they have not written up.")
            .Retry(Mailing))
        .AddJob<DutyDelinquents>("duty-delinquents", job => job
            .Schedule("monthly on day 1 at 07:00")
            .Description("Names the members who have done no duty for a year.")
            .Retry(Mailing))
        .AddJob<ExpireAdHocDays>("expire-ad-hoc-days", job => job
            .Schedule("daily at 18:00")
            .Description("Calls off tomorrow's ad-hoc flying day when it has no crew.")
            .Retry(Mailing));

    // A mail server that is away comes back within the hour, as a rule.
    private static RetryPolicy Mailing { get; } = Retry.Exponential(attempts: 6);
}
