using System.Text.Json;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Runs;
using Belfry.Sqlite;
using Microsoft.Data.Sqlite;

namespace Belfry.Storage.Tests.Sqlite;

public sealed class SqliteFaultTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestFolder folder = new();
    private SqliteStore store = null!;

    public async Task InitializeAsync()
    {
        store = SqliteStore.Open(folder.File("belfry.db"), TimeProvider.System);
        await store.Migrate(None);
        await store.Jobs.Save(new JobChange(null, Definition, null, null, null, []), None);
    }

    public async Task DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_write_waits_for_another_process_that_holds_the_lock()
    {
        using var other = Connect();
        Execute(other, "begin immediate");
        var write = Enqueue().AsTask();
        write.IsCompleted.ShouldBeFalse();
        (await store.Jobs.Get("job", None)).ShouldNotBeNull();
        Execute(other, "commit");
        (await write).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lock_held_too_long_is_told_and_later_writes_succeed()
    {
        using var other = Connect();
        Execute(other, "begin immediate");
        var refused = await Should.ThrowAsync<StoreUnavailableException>(async () => await Enqueue());
        refused.Message.ShouldContain("locked by another process");
        Execute(other, "rollback");
        (await Enqueue()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_full_disk_is_told_and_writing_goes_on_when_there_is_room()
    {
        var kept = NewRun("job");
        await store.Runs.Enqueue([kept], None);
        await OnWriter("pragma max_page_count = 1");
        var large = NewRun("job") with { Args = JsonElement.Parse($"\"{new string('x', 1_000_000)}\"") };
        var refused = await Should.ThrowAsync<StoreUnavailableException>(async () => await store.Runs.Enqueue([large], None));
        refused.Message.ShouldContain("full");

        (await store.Queries.Run(kept.Id.ToString("N"), None)).ShouldNotBeNull();
        (await store.Queries.Run(large.Id.ToString("N"), None)).ShouldBeNull();
        await OnWriter("pragma max_page_count = 1000000");
        await store.Runs.Enqueue([large], None);
        (await store.Queries.Run(large.Id.ToString("N"), None)).ShouldNotBeNull();
        using var connection = Connect();
        using var check = connection.CreateCommand();
        check.CommandText = "pragma integrity_check";
        check.ExecuteScalar().ShouldBe("ok");
    }

    [Fact]
    public async Task A_log_that_a_long_reader_let_grow_is_cut_when_the_reader_is_gone()
    {
        var log = new FileInfo(folder.File("belfry.db-wal"));
        using (var reader = Connect())
        {
            Execute(reader, "begin");
            Execute(reader, "select count(*) from live");
            var large = JsonElement.Parse($"\"{new string('x', 4_000_000)}\"");
            for (var i = 0; i < 20; i++)
            {
                await store.Runs.Enqueue([NewRun("job") with { Args = large }], None);
            }

            log.Refresh();
            log.Length.ShouldBeGreaterThan(64 * 1024 * 1024);
            Execute(reader, "commit");
        }

        for (var i = 0; i < 64; i++)
        {
            await Enqueue();
        }

        log.Refresh();
        log.Length.ShouldBeLessThan(64 * 1024 * 1024);
    }

    [Fact]
    public async Task One_operation_that_fails_does_not_fail_the_others()
    {
        var unknown = new NewRun(Guid.NewGuid(), "job", (RunTrigger)99, null, null, null, null, null, false, null);
        var writes = Enumerable.Range(0, 40)
            .Select(i => store.Runs.Enqueue([i % 4 == 0 ? unknown with { Id = Guid.NewGuid() } : NewRun("job")], None).AsTask())
            .ToList();
        foreach (var (write, i) in writes.Select((write, i) => (write, i)))
        {
            if (i % 4 == 0)
            {
                await Should.ThrowAsync<KeyNotFoundException>(write);
            }
            else
            {
                (await write).ShouldHaveSingleItem().ShouldNotBeNull().Inserted.ShouldBeTrue();
            }
        }

        (await store.Queries.Totals(None)).Queued.ShouldBe(30);
    }

    [Fact]
    public async Task Two_stores_on_one_file_hand_out_each_run_once()
    {
        await using var second = SqliteStore.Open(folder.File("belfry.db"), TimeProvider.System);
        for (var i = 0; i < 10; i++)
        {
            await store.Runs.Enqueue([.. Enumerable.Range(0, 50).Select(_ => NewRun("job"))], None);
        }

        SqliteStore[] stores = [store, second];
        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ClaimAll(stores[i % 2])));
        var runs = claimed.SelectMany(run => run).ToList();
        runs.Count.ShouldBe(500);
        runs.Select(run => run.Id).Distinct().Count().ShouldBe(500);
        runs.Select(run => run.Token).Distinct().Count().ShouldBe(500);
    }

    [Fact]
    public async Task Two_stores_on_one_file_fire_each_tick_once()
    {
        await using var second = SqliteStore.Open(folder.File("belfry.db"), TimeProvider.System);
        var due = await store.Now(None);
        var job = await store.Jobs.Save(new JobChange(null, Definition with { Name = "ticking" }, due, due, null, []), None);
        for (var i = 0; i < 50; i++)
        {
            var firing = FiringOf(job!);
            var results = await Task.WhenAll(
                store.Jobs.Fire([firing], None).AsTask(),
                second.Jobs.Fire([firing], None).AsTask(),
                store.Jobs.Fire([firing], None).AsTask(),
                second.Jobs.Fire([firing], None).AsTask());
            results.Count(result => result[0].Status == FiringStatus.Fired).ShouldBe(1);
            job = await second.Jobs.Get("ticking", None);
        }

        (await store.Queries.Ticks("ticking", due, due.AddDays(1), 1_000, None)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task What_was_answered_is_in_the_file_when_the_process_is_killed_right_after()
    {
        for (var i = 0; i < 20; i++)
        {
            var run = NewRun("job");
            await store.Runs.Enqueue([run], None);

            // The files as a kill -9 would leave them: database and log, without the shared memory.
            var copy = folder.File($"copy{i}.db");
            File.Copy(folder.File("belfry.db"), copy);
            File.Copy(folder.File("belfry.db-wal"), copy + "-wal");
            await using var after = SqliteStore.Open(copy, TimeProvider.System);
            await after.Migrate(None);
            (await after.Queries.Run(run.Id.ToString("N"), None)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_heartbeat_completes_on_the_thread_that_calls_it()
    {
        // Many writes are queued; the heartbeat neither waits for them nor needs the thread pool.
        var writes = Enumerable.Range(0, 200).Select(_ => Enqueue().AsTask()).ToList();
        var beat = store.Nodes.Beat(new Heartbeat(Guid.NewGuid(), "n", "1", 1, null, false, TimeSpan.FromSeconds(15), []), None);
        beat.IsCompletedSuccessfully.ShouldBeTrue();
        await Task.WhenAll(writes);
    }

    [Fact]
    public async Task In_memory_every_call_is_complete_when_it_returns()
    {
        await using var memory = SqliteStore.Open(":memory:", TimeProvider.System);
        memory.Migrate(None).IsCompletedSuccessfully.ShouldBeTrue();
        memory.Jobs.Save(new JobChange(null, Definition, null, null, null, []), None).IsCompletedSuccessfully.ShouldBeTrue();
        memory.Runs.Enqueue([NewRun("job")], None).IsCompletedSuccessfully.ShouldBeTrue();
        memory.Queries.Totals(None).IsCompletedSuccessfully.ShouldBeTrue();
        memory.Now(None).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task After_it_is_closed_a_store_says_so()
    {
        var closed = SqliteStore.Open(folder.File("closed.db"), TimeProvider.System);
        await closed.Migrate(None);
        await closed.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await closed.Runs.Enqueue([NewRun("job")], None));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await closed.Now(None));
    }

    [Fact]
    public async Task A_definition_that_cannot_be_read_ends_its_runs_and_holds_up_no_other()
    {
        await store.Jobs.Save(new JobChange(null, Definition with { Name = "broken" }, null, null, null, []), None);
        var broken = NewRun("broken");
        var whole = NewRun("job");
        await store.Runs.Enqueue([broken, whole], None);
        await store.DisposeAsync();
        using (var connection = Connect())
        {
            Execute(connection, "update definition set text = '{' where job = 'broken'");
        }

        store = SqliteStore.Open(folder.File("belfry.db"), TimeProvider.System);
        (await ClaimAll(store)).ShouldHaveSingleItem().Id.ShouldBe(whole.Id);
        var run = await store.Queries.Run(broken.Id.ToString("N"), None);
        run.ShouldNotBeNull().State.ShouldBe(RunState.Dead);
        run.Error.ShouldNotBeNull().Type.ShouldBe("invalid");
        await Should.ThrowAsync<StoreException>(async () => await store.Jobs.Get("broken", None));
        (await store.Jobs.Due(TimeSpan.Zero, 10, None)).Jobs.ShouldBeEmpty();
    }

    private static JobDefinition Definition { get; } = new()
    {
        Name = "job",
        Overlap = OverlapRule.Allow,
        Run = new JobAction.Command(new CommandSpec { Command = ["true"] }),
    };

    private static NewRun NewRun(string job) =>
        new(Guid.NewGuid(), job, RunTrigger.Api, null, null, null, null, null, false, null);

    private static Firing FiringOf(JobRecord job)
    {
        var due = job.NextDue!.Value;
        return new Firing(job, [new TickRun(Guid.NewGuid(), due, due)], [], due.AddMinutes(1), due.AddMinutes(1), null, false);
    }

    private static async Task<List<ClaimedRun>> ClaimAll(SqliteStore from)
    {
        var node = Guid.NewGuid();
        await from.Nodes.Beat(new Heartbeat(node, "n", "1", 4, null, false, TimeSpan.FromMinutes(5), []), None);
        var all = new List<ClaimedRun>();
        while (true)
        {
            var reply = await from.Runs.Claim(new ClaimRequest(node, 7, TimeSpan.Zero, [], null), None);
            if (reply.Runs.Count == 0)
            {
                return all;
            }

            all.AddRange(reply.Runs);
        }
    }

    private ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue() => store.Runs.Enqueue([NewRun("job")], None);

    private async Task OnWriter(string sql) => await store.Database.Write(session => session.Execute(sql), None);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={folder.File("belfry.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
