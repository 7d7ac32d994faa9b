using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Notifications;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Storage.Tests.Sqlite;

/// <summary>The Notifier over a store in memory, with a channel that writes down what it gets.</summary>
public sealed class NotifierTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly SqliteStore store;
    private readonly Chance chance = new(1);
    private readonly Recorder channel = new();
    private readonly Notifier notifier;

    public NotifierTests()
    {
        store = SqliteStore.Open(":memory:", clock);
        notifier = NewNotifier("ops");
    }

    public async Task InitializeAsync() => await store.Migrate(None);

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Fact]
    public async Task A_storm_of_failures_is_one_message_and_the_recovery_another()
    {
        for (int i = 0; i < 1_000; i++)
        {
            await Save($"job{i}");
            await EndOne($"job{i}", RunState.Failed);
        }

        await Notify();
        channel.Sent.ShouldBeEmpty();
        clock.Advance(TimeSpan.FromSeconds(10));
        await Notify();
        channel.Sent.ShouldHaveSingleItem().Digest.Title.ShouldBe("1,000 jobs fail");
        await EndOne("job7", RunState.Succeeded);
        await Notify();
        clock.Advance(TimeSpan.FromSeconds(60));
        await Notify();
        channel.Sent.Count.ShouldBe(2);
        channel.Sent[1].Digest.Title.ShouldBe("job7 succeeded again after 1 failure in 10s");
        (await store.Outbox.Look(10, None)).Messages.ShouldBeEmpty();
        (await store.Outbox.Channels(None)).ShouldHaveSingleItem().Delivered.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_that_fails_is_sent_again_as_it_was_and_later_news_wait_in_the_next()
    {
        await Save("a");
        await Save("b");
        channel.Answer = new SendResult("503 from the other side", TimeSpan.FromMinutes(2));
        await EndOne("a", RunState.Failed);
        await Notify();
        clock.Advance(TimeSpan.FromSeconds(10));
        await Notify();
        await EndOne("b", RunState.Failed);
        await Notify();
        clock.Advance(TimeSpan.FromSeconds(119));
        await Notify();
        channel.Sent.Count.ShouldBe(1);
        channel.Answer = SendResult.Delivered;
        clock.Advance(TimeSpan.FromSeconds(1));
        await Notify();
        clock.Advance(TimeSpan.FromMinutes(1));
        await Notify();
        channel.Sent.Select(message => message.Digest.Title).ShouldBe(["a failed: boom", "a failed: boom", "b failed: boom"]);
        channel.Sent[1].Id.ShouldBe(channel.Sent[0].Id);
    }

    [Fact]
    public async Task A_channel_that_throws_is_a_delivery_that_failed()
    {
        await Save("a");
        channel.Throws = new InvalidOperationException("no route");
        await EndOne("a", RunState.Failed);
        await Notify();
        clock.Advance(TimeSpan.FromSeconds(10));
        await Notify();
        (await store.Outbox.Look(10, None)).Messages.ShouldHaveSingleItem().Error.ShouldBe("no route");
    }

    [Fact]
    public async Task A_channel_that_this_node_does_not_know_is_left_to_those_that_do()
    {
        await Save("a");
        await EndOne("a", RunState.Failed);
        var other = NewNotifier("others");
        await Notify(other);
        clock.Advance(TimeSpan.FromSeconds(10));
        await Notify(other);
        channel.Sent.ShouldBeEmpty();
        await Notify();
        channel.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_two_nodes_decide_at_once_is_told_once()
    {
        await Save("a");
        await EndOne("a", RunState.Failed);
        var news = await store.Outbox.Look(10, None);
        (await store.Outbox.Settle(Announcements.Of(news, chance.NextGuid), None)).ShouldBeTrue();
        (await store.Outbox.Settle(Announcements.Of(news, chance.NextGuid), None)).ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(10));
        await Notify();
        channel.Sent.ShouldHaveSingleItem().Digest.Counts[NoticeKind.Failing].ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_nobody_wants_to_be_told_of_any_more_is_not_told_of()
    {
        await Save("a");
        await EndOne("a", RunState.Failed);
        var job = (await store.Jobs.Get("a", None))!;
        await store.Jobs.Save(new JobChange(job, job.Definition with { Notify = null }, job.NextDue, job.FireAt, null, []), None);
        await Notify();
        var news = await store.Outbox.Look(10, None);
        news.Events.ShouldBeEmpty();
        news.Messages.ShouldBeEmpty();
    }

    private Notifier NewNotifier(string name)
    {
        var node = new Node(new NodeOptions(), chance, clock);
        node.LeaseAccepted(node.Id, clock.GetTimestamp());
        var engine = new EngineContext(clock, chance, work => work(), new NoServices())
        {
            Channels = new ChannelSet([new NamedChannel(name, channel, new ChannelTimes())]),
        };
        return new Notifier(store, node, engine, NullLogger<Notifier>.Instance);
    }

    private Task Notify() => Notify(notifier);

    // Deliveries over a store in memory are over when the call returns.
    private static async Task Notify(Notifier notifier)
    {
        while (await notifier.RunOnceAsync(None) == TimeSpan.Zero)
        {
        }
    }

    private async Task Save(string name)
    {
        var definition = new JobDefinition
        {
            Name = name,
            Run = new JobAction.Command(new CommandSpec { Command = ["true"] }),
            Notify = new NotifyPolicy { To = ["ops"] },
        };
        await store.Jobs.Save(new JobChange(null, definition, null, null, null, []), None);
    }

    private async Task EndOne(string job, RunState state)
    {
        await store.Runs.Enqueue([new NewRun(chance.NextGuid(), job, RunTrigger.Api, null, null, null, null, null, false, null)], None);
        var node = chance.NextGuid();
        await store.Nodes.Beat(new Heartbeat(node, "node", "1.0", 4, null, false, TimeSpan.FromSeconds(15), []), None);
        var run = (await store.Runs.Claim(new ClaimRequest(node, 1, TimeSpan.Zero, [], null), None)).Runs.ShouldHaveSingleItem();
        var error = state == RunState.Succeeded ? null : new RunError("", "boom", null, "f");
        var now = clock.GetUtcNow();
        await store.Runs.Finish([new AttemptEnd(run.Id, run.Token, node, state, null, now, now, error, 1, null, null, null)], None);
    }

    private sealed class Recorder : IChannel
    {
        public List<ChannelMessage> Sent { get; } = [];

        public SendResult Answer { get; set; } = SendResult.Delivered;

        public Exception? Throws { get; set; }

        public string Kind => "recorder";

        public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation)
        {
            Sent.Add(message);
            return Throws is null ? Task.FromResult(Answer) : Task.FromException<SendResult>(Throws);
        }
    }

    private sealed class NoServices : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => throw new NotSupportedException();
    }
}
