using Belfry.Jobs;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace SoaringClub.Jobs;

/// <summary>Calls off the ad-hoc flying day after the tick when nobody has taken a duty that it needs, and tells who proposed it.</summary>
internal sealed class ExpireAdHocDays(ClubFile club, ClubMail mail) : IJob
{
    // Those it has called off in an earlier attempt are still among them: their mail may not have gone out.
    private const string CrewlessSql =
        """
        select proposer.email
        from flying_day join member proposer on proposer.id = proposed_by
        where ad_hoc and day = @day
          and (select count(*) from duty where duty.day = flying_day.day and role in ('duty officer', 'tow pilot')) < 2
        """;

    private const string CallOffSql = "update flying_day set called_off = 1 where day = @day";

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = ClubFile.Text(DateOnly.FromDateTime(run.Due.UtcDateTime).AddDays(1));
        foreach (string proposer in club.Rows(CrewlessSql, row => row.GetString(0), ("@day", day)))
        {
            if (!run.DryRun)
            {
                club.Execute(CallOffSql, ("@day", day));
            }

            await mail.SendAsync(run, proposer, $"{day} is called off", ["Nobody took duty as tow pilot and duty officer."], cancellation);
        }
    }
}
