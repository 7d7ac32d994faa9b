using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Postgres;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>Days of history: made ahead, dropped as a whole.</summary>
public sealed class PostgresRetentionTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestDatabase database = null!;
    private PostgresStore store = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Take(Start);
        store = PostgresStore.Open((await PostgresServer.Shared).ConnectionString(database.Name));
        await store.Migrate(None);
        var definition = new JobDefinition { Name = "job", Run = new JobAction.Command(new CommandSpec { Command = ["true"] }) };
        await store.Jobs.Save(new JobChange(null, definition, null, null, null, []), None);
    }

    public async Task DisposeAsync()
    {
        await store.DisposeAsync();
        await database.GiveBack();
    }

    [Fact]
    public async Task Days_are_made_a_week_ahead()
    {
        // A year on, where no other test has been.
        await database.Advance(TimeSpan.FromDays(365));
        await store.Runs.Prune(RetentionPolicy.Default, 100, None);
        (await Day(365)).ShouldBeTrue();
        (await Day(372)).ShouldBeTrue();
        (await Day(373)).ShouldBeFalse();
        await database.Advance(TimeSpan.FromDays(1));
        await store.Runs.Prune(RetentionPolicy.Default, 100, None);
        (await Day(373)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_day_that_is_over_is_dropped_with_its_counts()
    {
        await Finish(2_000, Start);
        await store.Runs.Prune(RetentionPolicy.Default with { SucceededCount = 1_000_000 }, 100, None);
        (await database.Value<long>("select n from belfry.tally where job = 'job' and ok")).ShouldBe(2_000);
        (await database.Value<long>("select count(*) from belfry.history_ok_20260301")).ShouldBe(2_000);
        await database.Advance(TimeSpan.FromDays(8));
        await store.Runs.Prune(RetentionPolicy.Default, 100, None);
        (await Day(0)).ShouldBeFalse();
        (await database.Value<long>("select n from belfry.tally where job = 'job' and ok")).ShouldBe(0);
        (await store.Jobs.Get("job", None)).ShouldNotBeNull().LedgerFrom.ShouldNotBeNull().ShouldBeGreaterThan(Start);
    }

    [Fact]
    public async Task A_day_with_a_young_run_in_it_stays()
    {
        await Finish(1, Start);
        await database.Execute(
            "update belfry.history set finished_at = finished_at + interval '5 days' where job = 'job'");
        await database.Advance(TimeSpan.FromDays(8));
        await store.Runs.Prune(RetentionPolicy.Default, 100, None);
        (await Day(0)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_day_that_somebody_reads_is_dropped_later()
    {
        await Finish(1, Start);
        await database.Advance(TimeSpan.FromDays(8));
        await using (var reader = new Npgsql.NpgsqlConnection((await PostgresServer.Shared).ConnectionString(database.Name) + ";Pooling=false"))
        {
            await reader.OpenAsync();
            await using var reading = await reader.BeginTransactionAsync();
            await using var command = new Npgsql.NpgsqlCommand("select count(*) from belfry.history_ok_20260301", reader);
            await command.ExecuteScalarAsync();
            await store.Runs.Prune(RetentionPolicy.Default, 100, None);
            (await Day(0)).ShouldBeTrue();
        }

        await store.Runs.Prune(RetentionPolicy.Default, 100, None);
        (await Day(0)).ShouldBeFalse();
    }

    private async Task<bool> Day(int ahead) =>
        await database.Value<bool>($"select to_regclass('belfry.history_ok_{Start.AddDays(ahead):yyyyMMdd}') is not null");

    private Task Finish(int runs, DateTimeOffset from) => database.Execute(
        $"""
        with made as (
          insert into belfry.history (seq, id, job, revision, trigger, state, ok, due, created_at, available_at, started_at, finished_at,
                                      attempt, max_attempts, lost_count, queue, priority, output_bytes, output_dropped, dry_run, missed_count)
          select n, gen_random_uuid(), 'job', 1, 'schedule', 'succeeded', true, due, due, due, due, due, 1, 1, 0, 'default', 0, 0, 0, false, 0
          from (select n, timestamptz '{from:yyyy-MM-dd HH:mm:ss}+00' + n * interval '1 ms' as due from generate_series(1, {runs}) n) ticks
          returning due)
        insert into belfry.rollup_delta (job, hour, state, bucket, n, total_ms)
        select 'job', date_trunc('hour', min(due), 'UTC'), 'succeeded', 0, count(*), 0 from made
        """);
}
