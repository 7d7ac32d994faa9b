using System.Net.Mail;
using Belfry.Jobs;
using SoaringClub.Records;

namespace SoaringClub.Mail;

/// <summary>Sends mails of a tick, each once as far as that can be known.</summary>
internal sealed class ClubMail(MailServer server, ClubFile club)
{
    private const string From = "Soaring club <noreply@club.example>";

    /// <summary>
    /// Sends a mail unless an earlier attempt of the same tick has. Should the process die between the sending and the note of it, the
    /// mail goes out a second time with the same Message-ID, by which a mailbox can tell.
    /// </summary>
    public async Task SendAsync(JobContext run, string to, string subject, IEnumerable<string> lines, CancellationToken cancellation)
    {
        if (IsSent(run, to))
        {
            run.Log($"{to} has this mail from an earlier attempt.");
            return;
        }

        if (!run.DryRun)
        {
            using var message = new MailMessage(From, to, subject, string.Join("\r\n", lines));
            message.Headers.Add("Message-ID", $"<{run.Job}.{run.Due.ToUnixTimeSeconds()}.{to}>");
            using var client = new SmtpClient(server.Host, server.Port);
            await client.SendMailAsync(message, cancellation);
            Note(run, to);
        }

        run.Log($"{(run.DryRun ? "Would go" : "Sent")} to {to}: {subject}");
    }

    private bool IsSent(JobContext run, string to) => club.Rows(
        "select 1 from letter where job = @job and due = @due and recipient = @to",
        row => row.GetInt32(0),
        ("@job", run.Job),
        ("@due", run.Due.ToUnixTimeSeconds()),
        ("@to", to)).Count > 0;

    private void Note(JobContext run, string to) => club.Execute(
        "insert into letter (job, due, recipient) values (@job, @due, @to) on conflict do nothing",
        ("@job", run.Job),
        ("@due", run.Due.ToUnixTimeSeconds()),
        ("@to", to));
}
