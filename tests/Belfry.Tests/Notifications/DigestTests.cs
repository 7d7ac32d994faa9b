using Belfry.Notifications;

namespace Belfry.Tests.Notifications;

public sealed class DigestTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_notice_is_its_sentence() => Digest.Empty.Add(Failing("a")).Title.ShouldBe("a failed");

    [Fact]
    public void Notices_of_one_job_and_kind_share_a_line_that_says_the_newest()
    {
        var digest = Digest.Empty
            .Add(Failing("a"))
            .Add(Failing("b"))
            .Add(Failing("a") with { At = Start.AddMinutes(1), Sentence = "a failed again" });
        digest.Lines.Select(line => (line.Job, line.Count)).ShouldBe([("a", 2), ("b", 1)]);
        digest.Lines[0].Sentence.ShouldBe("a failed again");
        (digest.Lines[0].FirstAt, digest.Lines[0].LastAt).ShouldBe((Start, Start.AddMinutes(1)));
        digest.Title.ShouldBe("3 jobs fail");
    }

    [Fact]
    public void The_same_told_by_several_jobs_is_told_once()
    {
        var change = new Notice("a", NoticeKind.Breaker, Start, "Breaker fx-api is open");
        var digest = Digest.Empty.Add(change).Add(change with { Job = "b" });
        digest.Title.ShouldBe("Breaker fx-api is open");
    }

    [Fact]
    public void A_storm_keeps_its_counts_and_only_the_first_lines()
    {
        var digest = Enumerable.Range(0, 1_000).Aggregate(Digest.Empty, (all, i) => all.Add(Failing($"job{i}")));
        digest = digest.Add(new Notice("other", NoticeKind.DeadLetter, Start, "other is dead"));
        digest.Lines.Count.ShouldBe(30);
        digest.More.ShouldBe(971);
        digest.Title.ShouldBe("1,000 jobs fail, 1 dead letter");
        digest.Write().Length.ShouldBeLessThan(10_000);
    }

    [Fact]
    public void A_digest_survives_being_stored()
    {
        var digest = Digest.Empty.Add(Failing("a") with { Run = Guid.Empty, Fingerprint = "f" }).Add(Failing("b"));
        var read = Digest.Read(digest.Write());
        read.Lines.ShouldBe(digest.Lines);
        read.Counts.ShouldBe(digest.Counts);
        read.Title.ShouldBe(digest.Title);
    }

    private static Notice Failing(string job) => new(job, NoticeKind.Failing, Start, $"{job} failed");
}
