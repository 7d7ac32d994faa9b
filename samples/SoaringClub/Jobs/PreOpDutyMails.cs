using Belfry.Jobs;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace SoaringClub.Jobs;

/// <summary>Writes to everybody who has duty on the day after the tick.</summary>
internal sealed class PreOpDutyMails(ClubFile club, ClubMail mail) : IJob
{
    private const string CrewSql =
        """
        select duty.role, member.name, member.email
        from duty join member on member.id = duty.member join flying_day using (day)
        where day = @day and not called_off order by duty.role
        """;

    private const string GroundedSql = "select glider || ': ' || text from defect where grounds and mended is null order by glider, found";

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var day = DateOnly.FromDateTime(run.Due.UtcDateTime).AddDays(1);
        var crew = club.Rows(
            CrewSql, row => (Role: row.GetString(0), Name: row.GetString(1), Email: row.GetString(2)), ("@day", ClubFile.Text(day)));
        if (crew.Count == 0)
        {
            run.Log($"Nobody flies on {day:O}.");
            return;
        }

        string[] lines =
        [
            $"The crew of {day:O}:",
            .. crew.Select(member => $"  {member.Role}: {member.Name}"),
            "On the ground:",
            .. club.Rows(GroundedSql, row => "  " + row.GetString(0)).DefaultIfEmpty("  nothing"),
        ];
        foreach (var member in crew)
        {
            await mail.SendAsync(run, member.Email, $"You have duty tomorrow: {member.Role}", lines, cancellation);
        }
    }
}
