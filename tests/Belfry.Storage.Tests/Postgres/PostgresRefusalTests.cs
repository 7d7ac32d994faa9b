using Belfry.Postgres;
using Belfry.TestServers;
using Npgsql;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>What is wrong is said in one sentence that names it, and never the password.</summary>
public sealed class PostgresRefusalTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private PostgresServer server = null!;
    private string database = null!;

    public async Task InitializeAsync()
    {
        server = await PostgresServer.Shared;
        database = await server.CreateDatabase();
    }

    public Task DisposeAsync() => server.Execute($"drop database {database} with (force)");

    [Fact]
    public async Task A_host_without_a_name_is_unavailable()
    {
        var refused = await Refused<StoreUnavailableException>("postgres://belfry:geheim@no-such-host.invalid/belfry");
        refused.Message.ShouldBe("postgres://no-such-host.invalid/belfry cannot be reached: its host name is not known; check the host.");
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_unavailable()
    {
        var refused = await Refused<StoreUnavailableException>($"postgres://belfry:geheim@127.0.0.1:{Ports.Free()}/belfry");
        refused.Message.ShouldContain("nothing listens there");
        PostgresErrors.IsStarting(refused).ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_wrong()
    {
        var refused = await Refused<StoreException>(server.Url("nowhere"));
        refused.Message.ShouldContain("has no such database");
        refused.ShouldNotBeOfType<StoreUnavailableException>();
    }

    [Fact]
    public async Task A_wrong_password_is_wrong_and_not_shown()
    {
        await using var strict = await PostgresServer.Start();
        await strict.Execute("create role guarded login password 'right'");
        string file = Path.Combine(Path.GetTempPath(), $"belfry-hba-{strict.Port}");
        await File.WriteAllTextAsync(file, "host all guarded all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
        await strict.Execute($"alter system set hba_file = '{file}'");
        await strict.Crash();
        await strict.Restart();
        var refused = await Refused<StoreException>($"postgres://guarded:geheim@127.0.0.1:{strict.Port}/postgres");
        refused.Message.ShouldContain("refused the user or the password");
        refused.ToString().ShouldNotContain("geheim");
        File.Delete(file);
    }

    [Fact]
    public async Task A_role_without_rights_is_wrong()
    {
        await server.Execute($"create role powerless_{database} login");
        await server.Execute($"revoke create on schema public from public; revoke create on database {database} from public", database);
        var refused = await Refused<StoreException>($"postgres://powerless_{database}@127.0.0.1:{server.Port}/{database}");
        refused.Message.ShouldContain("lacks a right");
    }

    [Fact]
    public async Task A_role_may_use_tables_that_somebody_else_made()
    {
        await server.Execute(PostgresStore.Script, database);
        await server.Execute($"create role user_{database} login", database);
        await server.Execute(
            $"""
            grant usage on schema belfry to user_{database};
            grant select, insert, update, delete on all tables in schema belfry to user_{database};
            grant usage, select, update on all sequences in schema belfry to user_{database};
            """,
            database);
        await using var store = PostgresStore.Open($"postgres://user_{database}@127.0.0.1:{server.Port}/{database}");
        await store.Migrate(None);
        await store.Runs.Prune(RetentionPolicy.Default, 100, None);
        (await store.Queries.Totals(None)).Jobs.ShouldBe(0);
    }

    [Theory]
    [InlineData("synchronous_commit")]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task A_server_that_may_lose_what_it_acknowledged_is_refused_unless_that_is_accepted(string setting)
    {
        await using var weak = await PostgresServer.Start($"{setting}=off");
        var refused = await Refused<StoreException>(weak.Url("postgres"));
        refused.Message.ShouldContain($"{setting} is off");
        await using var store = PostgresStore.Open(weak.Url("postgres"), new PostgresOptions { AcceptDataLoss = true });
        await store.Migrate(None);
    }

    [Fact]
    public async Task A_database_without_tables_says_how_to_make_them()
    {
        await using var store = PostgresStore.Open(server.Url(database));
        var refused = await Should.ThrowAsync<StoreException>(async () => await store.Queries.Totals(None));
        refused.Message.ShouldContain("Run belfry migrate");
    }

    [Theory]
    [InlineData("postgres://", "names no host")]
    [InlineData("postgres://host:99999/db", "is no port")]
    [InlineData("postgres://host/db?nonsense=1", "nonsense")]
    [InlineData("postgres://host/db?connect_timeout=soon", "connect_timeout")]
    [InlineData("Username=me", "names no host")]
    [InlineData("Host=db;Colour=red", "cannot be used")]
    public void An_address_that_cannot_be_read_is_told(string address, string why) =>
        Should.Throw<StoreException>(() => PostgresStore.Open(address)).Message.ShouldContain(why);

    [Fact]
    public void An_address_is_read_as_the_programs_of_PostgreSQL_read_it()
    {
        var settings = ConnectionSettings.Parse("postgresql://me:p%40ss@one:5433,two/db%20x?sslmode=verify-full&connect_timeout=3&application_name=night");
        settings.Host.ShouldBe("one:5433,two");
        settings.Username.ShouldBe("me");
        settings.Password.ShouldBe("p@ss");
        settings.Database.ShouldBe("db x");
        settings.SslMode.ShouldBe(SslMode.VerifyFull);
        settings.Timeout.ShouldBe(3);
        settings.ApplicationName.ShouldBe("night");
    }

    private static async Task<TException> Refused<TException>(string address)
        where TException : StoreException
    {
        await using var store = PostgresStore.Open(address);
        return await Should.ThrowAsync<TException>(async () => await store.Migrate(None));
    }
}
