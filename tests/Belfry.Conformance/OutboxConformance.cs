using Belfry.Jobs;
using Belfry.Notifications;
using Belfry.Policies;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class OutboxConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(RunState.Failed, "failed")]
    [InlineData(RunState.Dead, "dead")]
    public async Task A_failed_run_of_a_watched_job_is_an_event(RunState state, string word)
    {
        await CreateWatched();
        var due = await Now();
        var run = await FireAndFinish(state);
        var happened = (await Look()).Events.ShouldHaveSingleItem();
        happened.Kind.ShouldBe(EventKind.RunEnded);
        happened.Word.ShouldBe(word);
        happened.Run.ShouldBe(run);
        happened.Due.ShouldBe(due);
        happened.At.ShouldBe(due);
        (happened.ErrorType, happened.Text, happened.Fingerprint).ShouldBe(("boom", "It broke.", "f"));
    }

    [Theory]
    [InlineData(RunState.Succeeded)]
    [InlineData(RunState.Cancelled)]
    [InlineData(RunState.Skipped)]
    public async Task Nothing_is_said_of_other_ends_of_a_job_that_is_well(RunState state)
    {
        await CreateWatched();
        await EndOne(state);
        (await Look()).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_said_of_jobs_that_nobody_watches_nor_of_dry_runs()
    {
        await Create("quiet");
        await EndOne(RunState.Failed, "quiet");
        await CreateWatched();
        await Enqueue(Request(dryRun: true));
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Failed);
        (await Look()).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_is_no_event()
    {
        await CreateWatched();
        await FireRun();
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Retrying, Start.AddHours(1));
        (await Look()).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_dies_with_its_node_is_an_event()
    {
        await CreateWatched();
        await FireRun();
        await ClaimOne(await StartNode());
        await LetLeaseEnd();
        await Rescue(maxLost: 1);
        (await Look()).Events.ShouldHaveSingleItem().ErrorType.ShouldBe("worker-lost");
    }

    [Fact]
    public async Task A_success_is_an_event_while_a_failure_is_not_settled()
    {
        await CreateWatched();
        await EndOne(RunState.Failed);
        await EndOne(RunState.Succeeded);
        (await Look()).Events.Select(happened => happened.Word).ShouldBe(["failed", "succeeded"]);
    }

    [Fact]
    public async Task A_success_is_an_event_while_the_job_is_unwell_and_not_after()
    {
        await CreateWatched();
        await EndOne(RunState.Failed);
        (await Settle(await Look(), isUnwell: true)).ShouldBeTrue();
        await EndOne(RunState.Succeeded);
        (await Look()).Events.ShouldHaveSingleItem().Word.ShouldBe("succeeded");
        (await Settle(await Look(), isUnwell: false)).ShouldBeTrue();
        await EndOne(RunState.Succeeded);
        (await Look()).Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_success_with_warnings_is_an_event_and_keeps_them_and_its_numbers()
    {
        await CreateWatched();
        await FireRun();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish((await End(run, node)) with { Warnings = ["took long"], Numbers = new Dictionary<string, double> { ["rows"] = 1.5 } });
        (await Look()).Events.ShouldHaveSingleItem().Warnings.ShouldBe(["took long"]);
        var record = await Run(run.Id);
        record.State.ShouldBe(RunState.Succeeded);
        record.Warnings.ShouldBe(["took long"]);
        record.Numbers.ShouldBe(new Dictionary<string, double> { ["rows"] = 1.5 });
    }

    [Fact]
    public async Task A_run_that_starts_too_soon_after_the_one_before_gets_a_warning()
    {
        await CreateWatched();
        await FinishWithin(TimeSpan.FromMinutes(10));
        await Advance(120);
        var warned = await FinishWithin(TimeSpan.FromMinutes(10));
        (await Run(warned)).Warnings.ShouldBe(["started 2m after the run before it; at most one every 10m is expected"]);
        await Advance(600);
        (await Run(await FinishWithin(TimeSpan.FromMinutes(10)))).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Missed_ticks_are_one_event_and_other_skips_are_none()
    {
        var job = await CreateWatched();
        await Store.Jobs.Fire(
            [
                Firing(job, Start.AddMinutes(10)) with
                {
                    Skips =
                    [
                        new SkippedTicks(Start, Start.AddMinutes(4), 5, SkipReason.Misfire, "nobody was up"),
                        new SkippedTicks(Start.AddMinutes(5), Start.AddMinutes(5), 1, SkipReason.Calendar, null),
                    ],
                },
            ],
            None);
        var missed = (await Look()).Events.ShouldHaveSingleItem();
        (missed.Kind, missed.Word, missed.Count, missed.Due, missed.Text)
            .ShouldBe((EventKind.TicksMissed, "misfire", 5, Start, "nobody was up"));
    }

    [Fact]
    public async Task Rules_come_and_go_with_the_definition()
    {
        var job = await CreateWatched();
        await EndOne(RunState.Failed);
        (await Look()).Watches.ShouldHaveSingleItem().Policy.ShouldContain("ops");
        job = await Save(await Get(), job.Definition with { Notify = new NotifyPolicy { To = ["others"] } });
        (await Look()).Watches.ShouldHaveSingleItem().Policy.ShouldContain("others");
        await Save(await Get(), job.Definition with { Notify = null });
        (await Look()).Watches.ShouldBeEmpty();
        await EndOne(RunState.Failed);
        (await Look()).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_under_way_when_a_job_is_deleted_is_still_told_of()
    {
        var job = await CreateWatched();
        await FireRun();
        await Store.Jobs.Delete(await Get("job"), None);
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Failed);
        var news = await Look();
        news.Events.Count.ShouldBe(1);
        news.Watches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Events_are_settled_once()
    {
        await CreateWatched();
        await EndOne(RunState.Failed);
        var news = await Look();
        (await Settle(news, messages: [Open("ops")])).ShouldBeTrue();
        (await Settle(news, messages: [Open("others")])).ShouldBeFalse();
        news = await Look();
        news.Events.ShouldBeEmpty();
        news.Messages.ShouldHaveSingleItem().Channel.ShouldBe("ops");
    }

    [Fact]
    public async Task Nothing_is_settled_for_a_job_whose_rules_have_changed_meanwhile()
    {
        var job = await CreateWatched();
        await EndOne(RunState.Failed);
        var news = await Look();
        await Save(await Get(), job.Definition with { Notify = new NotifyPolicy { To = ["others"] } });
        (await Settle(news, isUnwell: true)).ShouldBeFalse();
        (await Look()).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_who_add_to_one_message_are_one_too_many()
    {
        await CreateWatched();
        await EndOne(RunState.Failed);
        await Settle(await Look(), messages: [Open("ops")]);
        await EndOne(RunState.Failed);
        await EndOne(RunState.Failed);
        var news = await Look();
        (await Store.Outbox.Settle(new Settlement([news.Events[0].Id], [], [Add(news, "ops", "second")]), None)).ShouldBeTrue();
        (await Store.Outbox.Settle(new Settlement([news.Events[1].Id], [], [Add(news, "ops", "third")]), None)).ShouldBeFalse();
        news = await Look();
        (await Store.Outbox.Settle(new Settlement([news.Events[0].Id], [], [Open("ops")]), None)).ShouldBeFalse();
        (await Store.Outbox.Settle(new Settlement([news.Events[0].Id], [], [Add(news, "ops", "third")]), None)).ShouldBeTrue();
        (await Look()).Messages.ShouldHaveSingleItem().Body.Lines.Select(line => line.Sentence).ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task A_message_is_taken_once_and_again_when_its_hold_is_over()
    {
        var message = await Message();
        var taken = (await Store.Outbox.Take(message, Hold, None)).ShouldNotBeNull();
        (taken.Id, taken.Attempts, taken.DueAt).ShouldBe((message.Id, 1, Start + Hold));
        (await Store.Outbox.Take(message, Hold, None)).ShouldBeNull();
        (await Store.Outbox.Take(taken, Hold, None)).ShouldBeNull();
        await Fixture.Advance(Hold);
        (await Store.Outbox.Take(taken, Hold, None)).ShouldNotBeNull().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_delivered_message_is_gone_and_counted_whoever_holds_it()
    {
        var first = (await Store.Outbox.Take(await Message(), Hold, None)).ShouldNotBeNull();
        await Fixture.Advance(Hold);
        var second = (await Store.Outbox.Take(first, Hold, None)).ShouldNotBeNull();
        (await Store.Outbox.End(first, new DeliveryEnd("too late", Hold), None)).ShouldBeFalse();
        (await Store.Outbox.End(first, DeliveryEnd.Delivered, None)).ShouldBeTrue();
        (await Store.Outbox.End(second, DeliveryEnd.Delivered, None)).ShouldBeFalse();
        (await Look()).Messages.ShouldBeEmpty();
        (await Store.Outbox.Channels(None)).ShouldBe([new ChannelRecord("ops", 1, Start + Hold, 0, null, null, 0)]);
    }

    [Fact]
    public async Task A_failed_delivery_waits_and_keeps_its_reason()
    {
        var taken = (await Store.Outbox.Take(await Message(), Hold, None)).ShouldNotBeNull();
        (await Store.Outbox.End(taken, new DeliveryEnd("503", TimeSpan.FromSeconds(20)), None)).ShouldBeTrue();
        var waits = (await Look()).Messages.ShouldHaveSingleItem();
        (waits.DueAt, waits.Error, waits.Attempts).ShouldBe((Start.AddSeconds(20), "503", 1));
        (await Store.Outbox.Take(waits, Hold, None)).ShouldBeNull();
        await Advance(20);
        taken = (await Store.Outbox.Take(waits, Hold, None)).ShouldNotBeNull();
        (await Store.Outbox.End(taken, new DeliveryEnd("503 still", null), None)).ShouldBeTrue();
        (await Look()).Messages.ShouldBeEmpty();
        (await Store.Outbox.Channels(None)).ShouldBe([new ChannelRecord("ops", 0, null, 2, Start.AddSeconds(20), "503 still", 1)]);
    }

    [Fact]
    public async Task While_a_message_is_under_delivery_the_next_one_gathers_and_waits()
    {
        var first = (await Store.Outbox.Take(await Message(), Hold, None)).ShouldNotBeNull();
        await EndOne(RunState.Failed);
        var news = await Look();
        (await Store.Outbox.Settle(new Settlement([news.Events[0].Id], [], [Add(news, "ops", "late")]), None)).ShouldBeFalse();
        (await Settle(news, messages: [Open("ops") with { IsUrgent = true }])).ShouldBeTrue();
        var next = (await Look()).Messages.Single(message => message.IsOpen);
        next.UrgentAt.ShouldBe(Start);
        (await Store.Outbox.Take(next, Hold, None)).ShouldBeNull();
        await Store.Outbox.End(first, DeliveryEnd.Delivered, None);
        (await Store.Outbox.Take(next, Hold, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_breaker_that_changes_is_an_event_of_each_watched_job_under_it()
    {
        var breaker = new JobBreaker { Policy = new BreakerPolicy { Failures = 1 }, Resource = "fx-api" };
        await Create(Definition("quiet") with { Breaker = breaker });
        await Create(Definition() with { Breaker = breaker, Notify = new NotifyPolicy { To = ["ops"] } });
        await EndOne(RunState.Failed, "quiet");
        var happened = (await Look()).Events.ShouldHaveSingleItem();
        (happened.Job, happened.Kind, happened.Word).ShouldBe(("job", EventKind.BreakerChanged, "open"));
        happened.Text.ShouldNotBeNull().ShouldStartWith("fx-api is open since");
        await Store.Breakers.Isolate("fx-api", "tests", "ada", None);
        await Store.Breakers.Reset("fx-api", "tests", "ada", None);
        (await Look()).Events.Select(change => change.Word).ShouldBe(["open", "isolated", "closed"]);
    }

    [Fact]
    public async Task Events_can_be_raised_for_watched_jobs()
    {
        await CreateWatched();
        var drift = new JobEvent(0, Start, "job", EventKind.Drifted, "overrun") { Text = "it takes longer than its interval" };
        await Store.Outbox.Raise([drift, drift with { Job = "unknown" }], None);
        var happened = (await Look()).Events.ShouldHaveSingleItem();
        (happened.Kind, happened.Word, happened.Text).ShouldBe((drift.Kind, drift.Word, drift.Text));
    }

    [Fact]
    public async Task Only_so_many_events_are_looked_at_oldest_first()
    {
        await CreateWatched();
        var first = await EndOne(RunState.Failed);
        await EndOne(RunState.Failed);
        (await Store.Outbox.Look(1, None)).Events.ShouldHaveSingleItem().Run.ShouldBe(first);
    }

    private Task<JobRecord> CreateWatched() => Create(Definition() with { Notify = new NotifyPolicy { To = ["ops"] } });

    private async Task<JobRecord> Save(JobRecord job, JobDefinition definition) => (await Store.Jobs.Save(
        new JobChange(job, definition, job.NextDue, job.FireAt, null, []), None)).ShouldNotBeNull();

    private ValueTask<OutboxNews> Look() => Store.Outbox.Look(100, None);

    private ValueTask<bool> Settle(OutboxNews news, bool? isUnwell = null, IReadOnlyList<MessageChange>? messages = null) => Store.Outbox.Settle(
        new Settlement(
            [.. news.Events.Select(happened => happened.Id)],
            isUnwell is { } unwell ? [.. news.Watches.Select(watch => new WatchChange(watch, "{}", unwell))] : [],
            messages ?? []),
        None);

    /// <summary>Makes a run, claims it on a new node, and ends it.</summary>
    private async Task<Guid> EndOne(RunState state, string job = "job")
    {
        await Enqueue(Request(job));
        var node = await StartNode();
        var run = await ClaimOne(node);
        (await Finish(run, node, state)).ShouldBe(FinishStatus.Accepted);
        return run.Id;
    }

    private async Task<Guid> FinishWithin(TimeSpan atMostEvery)
    {
        await Enqueue();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Finish((await End(run, node)) with { AtMostEvery = atMostEvery });
        return run.Id;
    }

    private async Task<OutboxMessage> Message()
    {
        await CreateWatched();
        await EndOne(RunState.Failed);
        (await Settle(await Look(), messages: [Open("ops")])).ShouldBeTrue();
        return (await Look()).Messages.ShouldHaveSingleItem();
    }

    private MessageChange Open(string channel) => new(null, NewId(), channel, Digest.Empty.Add(Told("first")), IsUrgent: false);

    private static MessageChange Add(OutboxNews news, string channel, string sentence)
    {
        var read = news.Messages.First(message => message.Channel == channel);
        return new MessageChange(read, read.Id, channel, read.Body.Add(Told(sentence)), IsUrgent: false);
    }

    private static Notice Told(string sentence) => new(sentence, NoticeKind.Failing, Start, sentence);
}
