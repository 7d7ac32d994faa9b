using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>The tables: numbered steps that only go forward, recorded in <c>belfry.migration</c>.</summary>
internal static class Schema
{
    // "Blfy" as ASCII, which no other program uses for its advisory locks, and which of Belfry's it is.
    private const string Lock = "1114403449, 1";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private const string LookSql =
        """
        select to_regclass('belfry.migration') is not null,
               exists (select 1 from pg_catalog.pg_class where relnamespace = to_regnamespace('belfry') and relkind in ('r', 'p'))
        """;

    private const string VersionSql = "select coalesce(max(number), 0)::integer from belfry.migration";

    /// <summary>The number of the newest step that was taken; 0 when there are no tables.</summary>
    /// <exception cref="StoreException">The schema is another program's.</exception>
    private static async ValueTask<int> Version(Session session, string store)
    {
        var (isOurs, isTaken) = await session.First(LookSql, row => (row.Flag(0), row.Flag(1)));
        if (!isOurs && isTaken)
        {
            throw new StoreException(
                $"{store} has a schema named belfry with tables of another program; Belfry leaves it alone. Choose another database for the store.");
        }

        return isOurs ? (int)(await session.Number(VersionSql))! : 0;
    }

    public static async ValueTask<int> Missing(Session session, string store) => Newest - Known(await Version(session, store), store);

    /// <summary>The steps this program knows.</summary>
    public static int Newest => Steps().Count;

    private const string WaitSql = "select set_config('lock_timeout', @wait, true), set_config('statement_timeout', '0', true)";
    private const string LockSql = $"select pg_advisory_xact_lock({Lock})";

    private const string RecordTableSql =
        """
        create schema if not exists belfry;
        create table if not exists belfry.migration (
          number integer primary key,
          name text not null,
          applied_at timestamptz not null default now()
        )
        """;

    private const string RecordSql = "insert into belfry.migration (number, name) values ($1, $2)";

    /// <summary>One transaction: killed in the middle it leaves nothing, and whoever waited for it does the work instead.</summary>
    public static async ValueTask Upgrade(NpgsqlConnection connection, string store, CancellationToken cancellation)
    {
        var session = new Session(connection, new DefinitionCache(), blocking: false, cancellation);
        if (Known(await Version(session, store), store) == Newest)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await session.Execute(WaitSql.Replace("@wait", $"'{LongestWait.TotalMilliseconds}'", StringComparison.Ordinal));
        await session.Execute(LockSql);
        int version = Known(await Version(session, store), store);
        await session.Execute(RecordTableSql);
        foreach (var (number, name) in Steps().Skip(version))
        {
            await session.Execute(Text(name));
            await session.Execute(RecordSql, Parameters.Int(number), Parameters.Text(name));
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    private static int Known(int version, string store) => version <= Newest
        ? version
        : throw new StoreException(
            $"{store} was written by a newer Belfry (schema {version}, this program knows {Newest}). Use that version, or restore a back-up from before the upgrade.");

    /// <summary>All steps as one script, for a person who creates the tables with rights that Belfry's role does not have.</summary>
    public static string Script() => string.Join(
        "\n",
        [
            "begin;",
            RecordTableSql + ";",
            .. Steps().Select(step => $"{Text(step.Name)}\ninsert into belfry.migration (number, name) values ({step.Number}, '{step.Name}');"),
            "commit;",
            "",
        ]);

    private static List<(int Number, string Name)> Steps() =>
    [
        .. typeof(Schema).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select((name, index) => (index + 1, name)),
    ];

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
