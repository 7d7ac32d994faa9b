namespace SoaringClub.Mail;

/// <summary>Where mails are handed in.</summary>
internal sealed record MailServer(string Host, int Port);
