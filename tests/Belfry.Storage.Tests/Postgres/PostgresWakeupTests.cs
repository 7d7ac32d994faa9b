using System.Diagnostics;
using Belfry.Postgres;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Postgres;

public sealed class PostgresWakeupTests : IAsyncLifetime
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    private PostgresServer server = null!;
    private string database = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.Shared;
        database = await server.CreateDatabase();
    }

    public Task DisposeAsync() => server.Execute($"drop database {database} with (force)");

    [Fact]
    public async Task An_announcement_wakes_the_others_and_not_itself()
    {
        await using var one = PostgresStore.Open(server.Url(database));
        await using var two = PostgresStore.Open(server.Url(database));
        var (own, others) = (new Heard(), new Heard());
        await using var first = one.Wakeups!.Listen(own.Look);
        await using var second = two.Wakeups!.Listen(others.Look);
        await Task.WhenAll(own.Next(), others.Next()); // each looks once when it begins to listen

        one.Wakeups.Announce();
        await others.Next().WaitAsync(Enough);
        two.Wakeups.Announce();
        await own.Next().WaitAsync(Enough);
        own.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Announcements_in_quick_succession_go_out_as_few()
    {
        await using var one = PostgresStore.Open(server.Url(database));
        await using var two = PostgresStore.Open(server.Url(database));
        var heard = new Heard();
        await using var listening = two.Wakeups!.Listen(heard.Look);
        await heard.Next().WaitAsync(Enough);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < 10_000; i++)
        {
            one.Wakeups!.Announce();
        }

        await heard.Next().WaitAsync(Enough);
        heard.Count.ShouldBeLessThan(15 + (int)(Stopwatch.GetElapsedTime(began) / TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task Listening_goes_on_when_the_connection_was_cut()
    {
        await using var one = PostgresStore.Open(server.Url(database));
        await using var two = PostgresStore.Open(server.Url(database) + "?application_name=listener");
        var heard = new Heard();
        await using var listening = two.Wakeups!.Listen(heard.Look);
        await heard.Next().WaitAsync(Enough);
        await server.Execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'", database);
        await heard.Next().WaitAsync(Enough); // it looks when it listens again
        one.Wakeups!.Announce();
        await heard.Next().WaitAsync(Enough);
    }

    [Fact]
    public async Task Behind_a_pooler_announcing_and_listening_do_no_harm()
    {
        var pooler = await PgBouncer.Shared;
        await using var store = PostgresStore.Open(pooler.ConnectionString(database));
        await using var listening = store.Wakeups!.Listen(() => throw new InvalidOperationException("Nothing can be heard here."));
        store.Wakeups.Announce();
        await store.Migrate(CancellationToken.None);
    }

    private sealed class Heard
    {
        private readonly SemaphoreSlim looks = new(0);
        private int count;

        public int Count => Volatile.Read(ref count);

        public void Look()
        {
            Interlocked.Increment(ref count);
            looks.Release();
        }

        public Task Next() => looks.WaitAsync();
    }
}
