using Belfry.Jobs;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace SoaringClub.Jobs;

/// <summary>Asks for logsheets that are open two days after their flying day.</summary>
internal sealed class AgingLogsheets(ClubFile club, ClubMail mail) : IJob
{
    private const string OpenSql =
        """
        select day, flights, member.email
        from logsheet join duty using (day) join member on member.id = duty.member
        where not closed and duty.role = 'duty officer' and day <= date(@day, '-2 days') order by day
        """;

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(run.Due.UtcDateTime);
        var open = club.Rows(
            OpenSql, row => (Day: row.GetString(0), Flights: row.GetInt32(1), Officer: row.GetString(2)), ("@day", ClubFile.Text(today)));
        foreach (var officer in open.GroupBy(sheet => sheet.Officer))
        {
            var lines = officer.Select(sheet =>
                $"{sheet.Day}: {sheet.Flights} flights, open for {today.DayNumber - DateOnly.Parse(sheet.Day).DayNumber} days");
            await mail.SendAsync(run, officer.Key, "Please close your logsheets", lines, cancellation);
        }
    }
}
