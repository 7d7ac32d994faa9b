using System.Net;
using System.Net.Mail;
using System.Text;

namespace Belfry.Notifications;

/// <summary>Sends messages by SMTP (RFC 5321). Each delivery of a message has the same <c>Message-ID</c>.</summary>
public sealed class EmailChannel : IChannel
{
    private const int MostSubject = 150;

    private readonly EmailOptions options;

    /// <exception cref="ArgumentException">An address is none, or nobody is to be told.</exception>
    public EmailChannel(EmailOptions options)
    {
        this.options = options.To.Count > 0 ? options : throw new ArgumentException("The mail has nobody to go to.", nameof(options));
        if (options.To.Append(options.From).FirstOrDefault(address => !MailAddress.TryCreate(address, out _)) is { } wrong)
        {
            throw new ArgumentException($"'{wrong}' is no mail address.", nameof(options));
        }
    }

    public string Kind => "email";

    public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation)
    {
        using var mail = Mail(message);

        // EnableSsl is STARTTLS: a server that does not offer it is refused.
        using var client = new SmtpClient(options.Server, options.Port) { EnableSsl = options.Tls };
        if (options.User is { } user)
        {
            client.Credentials = new NetworkCredential(user, options.Password);
        }

        try
        {
            await client.SendMailAsync(mail, cancellation);
            return SendResult.Delivered;
        }
        catch (SmtpException exception)
        {
            return new SendResult($"{options.Server}:{options.Port}: {Reason(exception)}");
        }
    }

    private MailMessage Mail(ChannelMessage message)
    {
        string title = MessageText.Line(message.Digest.Title, MostSubject);
        var mail = new MailMessage
        {
            From = new MailAddress(options.From),
            Subject = $"[Belfry] {title}",
            SubjectEncoding = Encoding.UTF8,
            Body = MessageText.Body(message),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (string to in options.To)
        {
            mail.To.Add(to);
        }

        mail.Headers.Add("Message-ID", $"<{message.Id:n}@belfry>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private static string Reason(SmtpException exception) =>
        MessageText.Line(exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message, 300);
}

/// <summary>A mail server and who writes to whom.</summary>
public sealed record EmailOptions
{
    public required string Server { get; init; }

    /// <summary>587 is for mail that programs hand in.</summary>
    public int Port { get; init; } = 587;

    public required string From { get; init; }

    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Null signs in as nobody.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The connection is encrypted (STARTTLS) before anything is said; a server that cannot is refused.</summary>
    public bool Tls { get; init; } = true;
}
