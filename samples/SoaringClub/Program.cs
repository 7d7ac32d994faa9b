using SoaringClub;
using SoaringClub.Mail;
using SoaringClub.Records;

var builder = Host.CreateApplicationBuilder(args);
var settings = builder.Configuration;
builder.Services.AddSingleton(new ClubFile(settings["Club"] ?? "club.db", TimeProvider.System.GetUtcNow()));

// Without a mail server of your own, one in this process takes the mails and puts them into a folder.
if (settings["SmtpHost"] is { } host)
{
    builder.Services.AddSingleton(new MailServer(host, settings.GetValue("SmtpPort", 25)));
}
else
{
    var sink = new SmtpSink(settings["Mail"] ?? "mail");
    builder.Services.AddHostedService(_ => sink);
    builder.Services.AddSingleton(sink.Address);
}

builder.Services.AddSingleton<ClubMail>();
builder.Services.AddBelfry(belfry => belfry.UseSqlite(settings["Belfry"] ?? "belfry.db").AddClubJobs());
await builder.Build().RunAsync();
