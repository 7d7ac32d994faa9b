using Belfry.Engine;
using Belfry.Server.Drill;
using Belfry.Server.Drill.Load;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Server.Tests.Drill;

/// <summary>What a drill does to the store happens to the drill as well, and must not end it.</summary>
public sealed class SandboxTests : IAsyncDisposable
{
    private const int Jobs = 8;
    private static readonly DateTimeOffset From = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, int> calls = [];
    private readonly IStore store = SqliteStore.Open(":memory:", TimeProvider.System);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Each_of_its_calls_is_made_again_when_the_store_was_away()
    {
        await store.Migrate(default);
        var patience = new Patience(new HastyTime());
        var sandbox = new Sandbox(FalteringStore.Of(store, calls), patience, Options, new Chance(1));
        await Faltering(() => sandbox.CreateJobs(From, From.AddSeconds(10), default));
        (await store.Queries.Jobs(new JobQuery(Limit: 100), default)).Items.Count.ShouldBe(Jobs + 2);
        await Faltering(async () => (await sandbox.IsSettled(default)).ShouldBeFalse("no tick has an outcome yet"));
        await Faltering(async () => (await sandbox.Ticks(From, From.AddSeconds(10), default)).ShouldBeEmpty());
        await Faltering(async () => (await sandbox.Runs(From, default)).ShouldBeEmpty());
        await Faltering(() => sandbox.CleanUp(default));
        (await store.Queries.Jobs(new JobQuery(Limit: 100), default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_stays_away_is_told_in_the_end()
    {
        int asked = 0;
        await Should.ThrowAsync<StoreUnavailableException>(() => new Patience(new HastyTime()).Ask<int>(
            () =>
            {
                asked++;
                throw new StoreUnavailableException("away");
            },
            default));
        asked.ShouldBeInRange(10, 100);
    }

    [Fact]
    public async Task What_waiting_does_not_mend_is_told_at_once() => await Should.ThrowAsync<StoreException>(
        () => new Patience(new HastyTime()).Ask<int>(() => throw new StoreException("no such table"), default));

    private static DrillOptions Options { get; } = new(
        3, 10, Jobs, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2), [], 1, SameName: false, Skewed: false, Redis: null);

    private async Task Faltering(Func<Task> use)
    {
        calls.Clear();
        await use();
        calls.ShouldNotBeEmpty();
        calls.Values.ShouldAllBe(times => times >= 3);
    }

    /// <summary>A second passes each time it is looked at, and waiting takes no time.</summary>
    private sealed class HastyTime : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref seconds);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
