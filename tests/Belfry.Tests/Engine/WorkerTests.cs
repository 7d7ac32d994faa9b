using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Tests.Engine;

public sealed class WorkerTests : IDisposable
{
    private readonly ClaimStore store = new();
    private readonly HandTime time = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private readonly Node node;
    private readonly Worker worker;
    private int started;

    public WorkerTests()
    {
        var chance = new Chance(1);
        var engine = new EngineContext(time, chance, work => work(), services.GetRequiredService<IServiceScopeFactory>());
        node = new Node(new NodeOptions(), chance, time);
        node.LeaseAccepted(node.Id, time.GetTimestamp());
        var catalog = new JobCatalog();
        catalog.Add("report", (_, _, _) =>
        {
            started++;
            return Task.CompletedTask;
        });
        var runner = new AttemptRunner(store, node, catalog, new CommandRunner(time), engine);
        var executor = new Executor(node, runner, new Finisher(store, engine), engine, NullLogger<Executor>.Instance);
        worker = new Worker(store, node, catalog, executor, engine, engine.SecondWorkerWakeup);
    }

    [Fact]
    public async Task A_node_that_drains_claims_nothing()
    {
        node.Drain();
        await worker.RunOnceAsync(stop.Token);
        store.Claims.ShouldBe(0);
    }

    [Fact]
    public async Task A_claim_that_was_under_way_when_the_drain_began_is_known_until_its_runs_are_listed()
    {
        var claim = worker.RunOnceAsync(stop.Token);
        node.Drain();
        node.Claiming.ShouldBeTrue();
        store.Answer(AnExecution.Claimed());
        await claim;
        node.Claiming.ShouldBeFalse();
        node.Executions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_that_arrive_after_the_node_has_stopped_are_not_started()
    {
        var claim = worker.RunOnceAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        store.Answer(AnExecution.Claimed());
        await Should.ThrowAsync<OperationCanceledException>(claim);
        node.Executions.ShouldBeEmpty();
    }

    // Its answer lay about while the pool had no thread for it; meanwhile a heartbeat without these runs gave them back.
    [Fact]
    public async Task Runs_of_an_answer_that_took_too_long_are_not_started()
    {
        var claim = worker.RunOnceAsync(stop.Token);
        time.Pass(TimeSpan.FromSeconds(6));
        node.LeaseAccepted(node.Id, time.GetTimestamp());
        store.Answer(AnExecution.Claimed());
        await claim;
        node.Executions.ShouldBeEmpty();
    }

    // Its first lease ran out while the claim was on its way: the second one says nothing about what was claimed under the first.
    [Fact]
    public async Task Runs_that_were_claimed_under_an_identity_given_up_since_are_not_started()
    {
        var claim = worker.RunOnceAsync(stop.Token);
        node.LoseLease(node.Id, "no heartbeat was answered in time");
        node.LeaseAccepted(node.Id, time.GetTimestamp());
        store.Answer(AnExecution.Claimed());
        await claim;
        started.ShouldBe(0);
        node.Executions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Runs_that_were_claimed_under_the_lease_in_force_are_started()
    {
        var claim = worker.RunOnceAsync(stop.Token);
        store.Answer(AnExecution.Claimed());
        await claim;
        started.ShouldBe(1);
    }

    [Fact]
    public async Task Claims_at_the_same_time_promise_no_slot_twice()
    {
        var claim = worker.RunOnceAsync(stop.Token);
        node.FreeSlots.ShouldBe(0);
        await worker.RunOnceAsync(stop.Token);
        store.Claims.ShouldBe(1);
        store.Answer(AnExecution.Claimed());
        await claim;
    }

    public void Dispose()
    {
        stop.Dispose();
        services.Dispose();
    }

    private sealed class HandTime : TimeProvider
    {
        private long passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => passed;

        public void Pass(TimeSpan time) => passed += time.Ticks;
    }

    /// <summary>Answers claims when the test says so.</summary>
    private sealed class ClaimStore : IStore, IRuns
    {
        private readonly TaskCompletionSource<ClaimReply> answer = new();

        public int Claims { get; private set; }
        public IRuns Runs => this;
        public IJobs Jobs => throw new NotSupportedException();
        public IQueues Queues => throw new NotSupportedException();

        public IBreakers Breakers => throw new NotSupportedException();
        public INodes Nodes => throw new NotSupportedException();
        public Belfry.Locks.ILocks Locks => throw new NotSupportedException();
        public IDeadLetters DeadLetters => throw new NotSupportedException();
        public IQueries Queries => throw new NotSupportedException();
        public IOutbox Outbox => throw new NotSupportedException();
        public string Description => "claims";

        public void Answer(ClaimedRun run) => answer.SetResult(new ClaimReply([run], null, run.Due, Fenced: false));

        public ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation)
        {
            Claims++;
            return new ValueTask<ClaimReply>(answer.Task);
        }

        public ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask Migrate(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<DateTimeOffset> Now(CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
