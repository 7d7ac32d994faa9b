using Belfry.Runs;
using Belfry.Testing;
using Microsoft.Extensions.DependencyInjection;
using SoaringClub;
using SoaringClub.Mail;
using SoaringClub.Records;

namespace Belfry.Samples.Tests;

/// <summary>The club's jobs in virtual time, with real mails to the sink.</summary>
public sealed class SoaringClubTests
{
    // A Thursday; the next day is a flying day, the one after it an ad-hoc one.
    private static readonly DateTimeOffset Start = new(2026, 4, 30, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Six_jobs_of_five_days_over_the_first_of_a_month()
    {
        using var folder = new Folder();
        await using var test = await ClubTest.Start(folder);

        await test.Host.AdvanceAsync(TimeSpan.FromDays(5));

        test.Host.AssertRuns("pre-op-duty-mails", Hours(6, 30, 54, 78, 102));
        test.Host.AssertRuns("aging-logsheets", Hours(8, 32, 56, 80, 104));
        test.Host.AssertRuns("duty-delinquents", Hours(31));
        test.Host.AssertRuns("maintenance-digest", Hours(81));
        test.Host.AssertRuns("late-progress-reports", Hours(106));
        test.Host.AssertRuns("expire-ad-hoc-days", Hours(18, 42, 66, 90, 114));
        test.Host.Runs().ShouldAllBe(run => run.State == RunState.Succeeded);
    }

    [Fact]
    public async Task Each_job_writes_to_whom_it_concerns()
    {
        using var folder = new Folder();
        await using var test = await ClubTest.Start(folder);

        await test.Host.AdvanceToAsync(Start.AddHours(6));
        test.Recipients().ShouldBe(["chiara@club.example", "ada@club.example", "gus@club.example"], ignoreOrder: true);
        test.Mails()[0].ShouldContain("tow pilot: Gus Meyer");
        test.Mails()[0].ShouldContain("K-21: Rear canopy latch bent");

        await test.Host.AdvanceToAsync(Start.AddHours(8));
        test.Mails().ShouldContain(mail => mail.Contains("ada@club.example") && mail.Contains("2026-04-27: 17 flights, open for 3 days"));

        await test.Host.AdvanceToAsync(Start.AddHours(31));
        var delinquents = test.Mails().Single(mail => mail.Contains("iris@club.example"));
        delinquents.ShouldContain("Hana Sato: last on 2025-03-26");
        delinquents.ShouldNotContain("Gus Meyer");

        await test.Host.AdvanceToAsync(Start.AddHours(42));
        test.Mails()[^1].ShouldContain("2026-05-02 is called off");

        await test.Host.AdvanceToAsync(Start.AddHours(81));
        test.Mails()[^1].ShouldContain("K-21: Nose wheel brake drags, since 2026-04-10");

        await test.Host.AdvanceToAsync(Start.AddHours(106));
        var late = test.Mails().Where(mail => mail.Contains("Progress reports are late")).ToList();
        late.Count.ShouldBe(2);
        late.ShouldContain(mail => mail.Contains("ben@club.example") && mail.Contains("Dev Patel, 2026-04-21"));
        late.ShouldContain(mail => mail.Contains("chiara@club.example") && mail.Contains("Eva Novak, 2026-03-31"));
    }

    [Fact]
    public async Task A_repeated_tick_leaves_out_who_has_the_mail()
    {
        using var folder = new Folder();
        await using var test = await ClubTest.Start(folder);
        test.Club.Execute("insert into letter (job, due, recipient) values ('pre-op-duty-mails', @due, 'ada@club.example')",
            ("@due", Start.AddHours(6).ToUnixTimeSeconds()));

        await test.Host.AdvanceToAsync(Start.AddHours(6));

        test.Recipients().ShouldBe(["chiara@club.example", "gus@club.example"], ignoreOrder: true);
        test.Host.Output(test.Host.Runs("pre-op-duty-mails").Single().Id)
            .ShouldContain("ada@club.example has this mail from an earlier attempt.");
    }

    [Fact]
    public async Task A_mail_server_that_is_away_delays_the_mails()
    {
        using var folder = new Folder();
        await using var test = await ClubTest.Start(folder);
        await test.Sink.StopAsync(CancellationToken.None);
        test.Sink.Dispose();

        await test.Host.AdvanceToAsync(Start.AddHours(6).AddSeconds(1));

        test.Host.Runs("pre-op-duty-mails").Single().State.ShouldBe(RunState.Retrying);
        test.Mails().ShouldBeEmpty();
    }

    private static DateTimeOffset[] Hours(params double[] hours) => [.. hours.Select(hour => Start.AddHours(hour))];

    /// <summary>The application of a test: the jobs, the records, the sink and its folder.</summary>
    private sealed class ClubTest(BelfryTestHost host, ClubFile club, SmtpSink sink, string mails) : IAsyncDisposable
    {
        public BelfryTestHost Host => host;
        public ClubFile Club => club;
        public SmtpSink Sink => sink;

        public static async Task<ClubTest> Start(Folder folder)
        {
            var club = new ClubFile(folder.File("club.db"), SoaringClubTests.Start);
            var sink = new SmtpSink(folder.File("mail"));
            await sink.StartAsync(CancellationToken.None);
            var host = await BelfryTestHost.StartAsync(
                belfry => belfry.AddClubJobs(),
                services => services.AddSingleton(club).AddSingleton(sink.Address).AddSingleton<ClubMail>(),
                SoaringClubTests.Start);

            // The mails go over a real connection; only a test that fails waits that long.
            host.Patience = TimeSpan.FromSeconds(30);
            return new ClubTest(host, club, sink, folder.File("mail"));
        }

        public List<string> Mails() => [.. Directory.GetFiles(mails).Order().Select(File.ReadAllText)];

        public List<string> Recipients() =>
            [.. Mails().Select(mail => mail.Split('\n').Single(line => line.StartsWith("To: ", StringComparison.Ordinal))[4..].Trim())];

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await sink.StopAsync(CancellationToken.None);
            sink.Dispose();
        }
    }
}
