using Belfry.Jobs;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace SoaringClub.Jobs;

/// <summary>Sends the open defects to those who mend.</summary>
internal sealed class MaintenanceDigest(ClubFile club, ClubMail mail) : IJob
{
    private const string OpenSql = "select glider, text, found, grounds from defect where mended is null order by glider, found";
    private const string MendersSql = "select email from member where role = 'maintenance' order by email";

    public async Task RunAsync(JobContext run, CancellationToken cancellation)
    {
        var open = club.Rows(OpenSql, row =>
            $"{row.GetString(0)}: {row.GetString(1)}, since {row.GetString(2)}{(row.GetBoolean(3) ? " (grounded)" : "")}");
        if (open.Count == 0)
        {
            run.Log("Everything is mended.");
            return;
        }

        foreach (string mender in club.Rows(MendersSql, row => row.GetString(0)))
        {
            await mail.SendAsync(run, mender, $"{open.Count} open defects", open, cancellation);
        }
    }
}
