using Belfry.Jobs;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace SoaringClub.Jobs;

/// <summary>Tells the secretary which flying members have done no duty in the twelve months before the tick.</summary>
internal sealed class DutyDelinquents(ClubFile club, ClubMail mail) : IJob
{
    private const string DelinquentsSql =
        """
        select name, coalesce('last on ' || (select max(day) from duty where duty.member = member.id and day <= @day), 'never')
        from member
        where role not in ('student', 'secretary', 'maintenance')
          and not exists (
            select 1 from duty where duty.member = member.id and day > date(@day, '-1 year') and day <= @day)
        order by name
        """;

    private const string SecretariesSql = "select email from member where role = 'secretary'";

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = ClubFile.Text(DateOnly.FromDateTime(run.Due.UtcDateTime));
        var delinquents = club.Rows(DelinquentsSql, row => $"{row.GetString(0)}: {row.GetString(1)}", ("@day", day));
        if (delinquents.Count == 0)
        {
            run.Log("Everybody has done a duty.");
            return;
        }

        foreach (string secretary in club.Rows(SecretariesSql, row => row.GetString(0)))
        {
            await mail.SendAsync(run, secretary, "Members without a duty for a year", delinquents, cancellation);
        }
    }
}
