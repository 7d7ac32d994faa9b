using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Jobs;

public sealed class QueueHoldTests
{
    private static readonly RunRecord Waiting = Some.Run("08:00", RunState.Queued) with { Queue = "reports" };

    [Fact]
    public void Without_pauses_and_full_limits_nothing_holds_a_run() =>
        Hold([], [Use(LimitScope.Queue, "reports", running: 2)]).ShouldBeNull();

    [Fact]
    public void A_paused_queue_is_said_with_who_since_when_and_why() =>
        Hold([Pause("reports")], []).ShouldBe("because queue reports is paused by ada since 2026-05-04T07:00:00Z: the printer burns");

    [Fact]
    public void The_end_of_a_pause_is_said() =>
        Hold([Pause("reports") with { Until = Clock("09:00") }], [])
            .ShouldBe("because queue reports is paused by ada since 2026-05-04T07:00:00Z until 2026-05-04T09:00:00Z: the printer burns");

    [Fact]
    public void A_pause_of_everything_is_said_unless_the_queue_has_its_own()
    {
        Hold([Pause(null)], []).ShouldNotBeNull().ShouldStartWith("because all queues are paused");
        Hold([Pause(null), Pause("reports")], []).ShouldNotBeNull().ShouldStartWith("because queue reports is paused");
        Hold([Pause("mail")], []).ShouldBeNull();
    }

    [Theory]
    [InlineData(LimitScope.Queue, "reports")]
    [InlineData(LimitScope.Tag, "api")]
    [InlineData(LimitScope.Job, "report")]
    public void A_limit_that_is_reached_is_said(LimitScope scope, string name) =>
        Hold([], [Use(scope, name, running: 3)]).ShouldBe($"because {scope.ToString().ToLowerInvariant()} {name} may have 3 running in the cluster, and 3 are");

    [Fact]
    public void The_wait_of_a_rate_is_said_with_its_end()
    {
        var rate = new Limit(LimitScope.Tag, "api", new LimitPolicy(null, 100, TimeSpan.FromMinutes(1)));
        Hold([], [new LimitUse(rate, 7, Clock("08:00:30"))])
            .ShouldBe("because tag api may start 100 per 1m; the next one may at 2026-05-04T08:00:30Z");
    }

    [Fact]
    public void Limits_of_others_are_none_of_its_business() =>
        Hold([], [Use(LimitScope.Queue, "mail", 3), Use(LimitScope.Tag, "smtp", 3), Use(LimitScope.Job, "other", 3)]).ShouldBeNull();

    [Fact]
    public void A_dry_run_minds_its_queue_alone() =>
        QueueHold.Of(Waiting with { DryRun = true }, ["api"], [], null, [Use(LimitScope.Tag, "api", 3), Use(LimitScope.Job, "report", 3)]).ShouldBeNull();

    [Fact]
    public void An_open_breaker_is_said_with_when_it_tries_again()
    {
        var open = Enumerable.Range(0, 5).Aggregate(
            BreakerState.Closed(Clock("07:00")),
            (state, _) => Breaker.Next(state, BreakerPolicy.Default, new Call(Clock("07:59"), CallOutcome.Failed, "503"), Clock("07:59")));
        var breaker = new BreakerRecord("fx-api", BreakerPolicy.Default, open, Jobs: 1, Trials: 0, Clock("08:00"));
        QueueHold.Of(Waiting, [], [], breaker, []).ShouldBe(
            "because breaker fx-api is open since 2026-05-04T07:59:00Z after 5 failures in a row within 1m (503); the next trial call may begin at 2026-05-04T08:04:00Z");
        QueueHold.Of(Waiting, [], [], breaker with { State = BreakerState.Closed(Clock("07:00")) }, []).ShouldBeNull();
    }

    [Fact]
    public void A_retry_that_is_due_says_what_holds_it()
    {
        var retrying = Waiting with { State = RunState.Retrying, Attempt = 1, MaxAttempts = 3, AvailableAt = Clock("08:01") };
        RunSentences.Of(retrying, Clock("08:05"), "because breaker fx-api is open")
            .ShouldBe("report for 2026-05-04T08:00:00Z failed 1 of 3 attempts and waits because breaker fx-api is open.");
        RunSentences.Of(retrying, Clock("08:00"), "because breaker fx-api is open").ShouldContain("is tried again at 2026-05-04T08:01:00Z");
    }

    [Fact]
    public void The_sentence_of_a_run_carries_it() =>
        RunSentences.Of(Waiting, Clock("08:05"), "because queue reports is paused")
            .ShouldBe("report for 2026-05-04T08:00:00Z waits because queue reports is paused, for 5m now.");

    private static string? Hold(QueuePause[] pauses, LimitUse[] limits) => QueueHold.Of(Waiting, ["api"], pauses, null, limits);

    private static QueuePause Pause(string? queue) => new(queue, "the printer burns.", "ada", Clock("07:00"), null);

    private static LimitUse Use(LimitScope scope, string name, int running) =>
        new(new Limit(scope, name, new LimitPolicy(Running: 3)), running, null);
}
