using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Tests.Jobs;

public sealed class DriftTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LongAgo = Now.AddDays(-100);

    [Fact]
    public void A_job_that_keeps_to_its_interval_has_no_findings()
    {
        var report = Judge("every 5 minutes", Hours(24, runs: 12, seconds: 60));
        report.Interval.ShouldBe(TimeSpan.FromMinutes(5));
        report.UsedShare.ShouldNotBeNull().ShouldBe(0.2, 0.001);
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Runs_that_take_longer_than_the_interval_overrun()
    {
        var report = Judge("every 5 minutes", Hours(24, runs: 12, seconds: 400));
        report.Findings.ShouldBe([new DriftFinding(DriftKind.Overrun, "takes 6m 40s on average, longer than its interval of 5m")]);
    }

    [Fact]
    public void One_slow_run_in_twenty_is_an_overrun_and_one_in_thirty_is_none()
    {
        Judge("every 5 minutes", [.. Hours(24, runs: 11, seconds: 10), Bucket(1, 24, 600)]).Findings.ShouldHaveSingleItem().Sentence
            .ShouldBe("took longer than its interval of 5m in 24 of the last day's 288 runs");
        Judge("every 5 minutes", [.. Hours(24, runs: 12, seconds: 10), Bucket(1, 9, 600)]).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Fewer_runs_than_ticks_are_another_cadence()
    {
        Judge("every 5 minutes", Hours(24, runs: 3, seconds: 1)).Findings.ShouldBe(
        [
            new DriftFinding(DriftKind.Cadence, "ended 72 runs in 1d, in which its schedule has 288 ticks: one every 20m instead of every 5m"),
        ]);
        Judge("every 5 minutes", []).Findings.ShouldHaveSingleItem().Sentence.ShouldBe("ended 0 runs in 1d, in which its schedule has 288 ticks");
    }

    [Fact]
    public void Ticks_before_the_schedule_was_made_are_not_missed() =>
        Judge("every 5 minutes", Hours(2, runs: 12, seconds: 1), since: Now.AddHours(-3)).Findings.ShouldBeEmpty();

    [Fact]
    public void A_schedule_of_seconds_is_judged_by_an_hour() =>
        Judge("every 1 second", Hours(24, runs: 3_600, seconds: 0)).Findings.ShouldBeEmpty();

    [Fact]
    public void Growth_says_when_it_reaches_the_interval()
    {
        var buckets = Enumerable.Range(0, 10).Select(day => Bucket(24 * day, 24, 3_000 - (150 * day)));
        var finding = Judge("every 1 hour", [.. buckets]).Findings.ShouldHaveSingleItem();
        finding.Kind.ShouldBe(DriftKind.Growth);
        finding.Sentence.ShouldStartWith("takes 2m 30s longer each day, 50m");
        finding.Sentence.ShouldEndWith("and reaches its interval of 1h in about 4 days");
    }

    [Fact]
    public void What_does_not_grow_or_grows_too_slowly_is_no_finding()
    {
        Judge("every 1 hour", [.. Enumerable.Range(0, 10).Select(day => Bucket(24 * day, 24, 1_000 + (150 * day)))]).Findings.ShouldBeEmpty();
        Judge("every 1 hour", [.. Enumerable.Range(0, 10).Select(day => Bucket(24 * day, 24, 600 - day))]).Findings.ShouldBeEmpty();
        Judge("every 1 hour", [.. Enumerable.Range(0, 10).Select(day => Bucket(24 * day, 24, 1_000 + (day % 2 * 500)))]).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("manual")]
    [InlineData("once at 2030-01-01T00:00:00Z")]
    public void Without_an_interval_there_is_nothing_to_keep_to(string schedule) =>
        Judge(schedule, Hours(24, runs: 12, seconds: 400)).ShouldSatisfyAllConditions(
            report => report.Interval.ShouldBeNull(), report => report.Findings.ShouldBeEmpty());

    private static DriftReport Judge(string schedule, IReadOnlyList<StatisticsBucket> buckets, DateTimeOffset? since = null) =>
        Drift.Judge(Schedule.Parse(schedule), since ?? LongAgo, new RunStatistics(buckets), Now);

    private static StatisticsBucket[] Hours(int hours, int runs, int seconds) => [.. Enumerable.Range(1, hours).Select(ago => Bucket(ago, runs, seconds))];

    private static StatisticsBucket Bucket(int hoursAgo, int runs, int seconds) => new(
        new DateTimeOffset(2026, 3, 15, 12, 0, 0, TimeSpan.Zero).AddHours(-hoursAgo),
        RunState.Succeeded,
        DurationBuckets.Of(TimeSpan.FromSeconds(seconds)),
        runs,
        runs * seconds * 1_000L);
}
