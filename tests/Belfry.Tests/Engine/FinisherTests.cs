using Belfry.Engine;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Tests.Engine;

public sealed class FinisherTests : IDisposable
{
    private const int Batch = 500;

    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private readonly EndStore store = new();
    private readonly EngineContext engine;
    private readonly Finisher finisher;

    public FinisherTests()
    {
        engine = new EngineContext(TimeProvider.System, new Chance(1), work => work(), services.GetRequiredService<IServiceScopeFactory>());
        finisher = new Finisher(store, engine);
    }

    [Fact]
    public async Task While_a_full_batch_is_being_written_the_second_writes_the_next()
    {
        var answers = Enumerable.Range(0, 2 * Batch).Select(_ => finisher.Finish(End())).ToList();
        var first = finisher.RunOnceAsync(default);
        await engine.SecondFinisherWakeup.WaitAsync(Timeout.InfiniteTimeSpan, default);
        var second = finisher.Second.RunOnceAsync(default);
        store.Sizes.ShouldBe([Batch, Batch]);
        finisher.IsEmpty.ShouldBeFalse();
        Answer(Batch);
        Answer(Batch);
        await first;
        await second;
        (await Task.WhenAll(answers)).ShouldAllBe(status => status == FinishStatus.Accepted);
        finisher.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Ends_that_the_store_did_not_answer_for_are_sent_again()
    {
        var answer = finisher.Finish(End());
        var failing = finisher.RunOnceAsync(default).AsTask();
        store.Writes.Dequeue().SetException(new StoreException("away"));
        await Should.ThrowAsync<StoreException>(failing);
        finisher.IsEmpty.ShouldBeFalse();
        var again = finisher.RunOnceAsync(default);
        Answer(1);
        await again;
        (await answer).ShouldBe(FinishStatus.Accepted);
    }

    [Fact]
    public async Task One_that_cannot_be_written_is_found_whoever_writes_it()
    {
        var answers = new[] { finisher.Finish(End()), finisher.Finish(End()) };
        var writing = finisher.Second.RunOnceAsync(default);
        store.Writes.Dequeue().SetException(new ArgumentException("unfit"));
        await writing;

        // The second has woken the first, which goes on one by one.
        await engine.FinisherWakeup.WaitAsync(Timeout.InfiniteTimeSpan, default);
        var unfit = finisher.RunOnceAsync(default);
        store.Writes.Dequeue().SetException(new ArgumentException("unfit"));
        await unfit;
        var fit = finisher.RunOnceAsync(default);
        Answer(1);
        await fit;
        await Should.ThrowAsync<ArgumentException>(answers[0]);
        (await answers[1]).ShouldBe(FinishStatus.Accepted);
        finisher.IsEmpty.ShouldBeTrue();
    }

    public void Dispose() => services.Dispose();

    private void Answer(int ends) => store.Writes.Dequeue().SetResult([.. Enumerable.Repeat(FinishStatus.Accepted, ends)]);

    private static AttemptEnd End()
    {
        var run = AnExecution.Claimed();
        return new(run.Id, run.Token, default, RunState.Succeeded, null, run.Due, run.Due, null, null, null, null, null);
    }

    /// <summary>Answers for ends when the test says so.</summary>
    private sealed class EndStore : IStore, IRuns
    {
        public Queue<TaskCompletionSource<IReadOnlyList<FinishStatus>>> Writes { get; } = [];
        public List<int> Sizes { get; } = [];
        public IRuns Runs => this;
        public IJobs Jobs => throw new NotSupportedException();
        public IQueues Queues => throw new NotSupportedException();
        public IBreakers Breakers => throw new NotSupportedException();
        public INodes Nodes => throw new NotSupportedException();
        public Belfry.Locks.ILocks Locks => throw new NotSupportedException();
        public IDeadLetters DeadLetters => throw new NotSupportedException();
        public IOutbox Outbox => throw new NotSupportedException();
        public IQueries Queries => throw new NotSupportedException();
        public string Description => "ends";

        public ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation)
        {
            Sizes.Add(ends.Count);
            var write = new TaskCompletionSource<IReadOnlyList<FinishStatus>>();
            Writes.Enqueue(write);
            return new ValueTask<IReadOnlyList<FinishStatus>>(write.Task);
        }

        public ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
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
