using System.Diagnostics;
using Npgsql;

namespace Belfry.Server.Bench;

/// <summary>
/// What the database itself gives: runs of two small tables claimed and finished in batches, by four connections that do
/// nothing else. The drain is judged by how much of it is left when the engine and the whole store stand in between.
/// </summary>
internal static class RawLoop
{
    private const int Batch = 500;
    private const int Connections = 4;

    private const string TablesSql =
        """
        create table raw_live (id uuid primary key, state smallint not null, run_at timestamptz not null, token bigint);
        create index raw_ready on raw_live (run_at, id) where state = 0;
        create table raw_history (id uuid primary key, token bigint not null, finished_at timestamptz not null);
        create sequence raw_token;
        """;

    private const string FillSql = "insert into raw_live select gen_random_uuid(), 0, now() from generate_series(1, $1)";

    private const string ClaimSql =
        """
        with pick as materialized (
          select id from raw_live where state = 0 and run_at <= now() order by run_at, id limit $1 for no key update skip locked)
        update raw_live set state = 1, token = nextval('raw_token') from pick where raw_live.id = pick.id
        returning raw_live.id, token
        """;

    private const string FinishSql =
        """
        with ended as (select * from unnest($1::uuid[], $2::bigint[]) as e (id, token)),
        gone as (delete from raw_live l using ended e where l.id = e.id and l.token = e.token and l.state = 1 returning l.id, l.token)
        insert into raw_history select id, token, now() from gone
        """;

    /// <returns>Runs claimed and finished each second.</returns>
    public static async Task<double> Measure(NpgsqlDataSource source, int runs, CancellationToken cancellation)
    {
        await using (var tables = source.CreateCommand(TablesSql))
        {
            await tables.ExecuteNonQueryAsync(cancellation);
        }

        await using (var fill = source.CreateCommand(FillSql))
        {
            fill.Parameters.Add(new NpgsqlParameter { Value = runs });
            await fill.ExecuteNonQueryAsync(cancellation);
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Work(source, cancellation)));
        return runs / watch.Elapsed.TotalSeconds;
    }

    private static async Task Work(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var claim = new NpgsqlCommand(ClaimSql, connection) { Parameters = { new() { Value = Batch } } };
        var ids = new NpgsqlParameter<Guid[]>();
        var tokens = new NpgsqlParameter<long[]>();
        await using var finish = new NpgsqlCommand(FinishSql, connection) { Parameters = { ids, tokens } };
        await claim.PrepareAsync(cancellation);
        while (true)
        {
            var claimed = new List<(Guid Id, long Token)>(Batch);
            await using (var rows = await claim.ExecuteReaderAsync(cancellation))
            {
                while (await rows.ReadAsync(cancellation))
                {
                    claimed.Add((rows.GetGuid(0), rows.GetInt64(1)));
                }
            }

            if (claimed.Count == 0)
            {
                return;
            }

            ids.TypedValue = [.. claimed.Select(run => run.Id)];
            tokens.TypedValue = [.. claimed.Select(run => run.Token)];
            await finish.ExecuteNonQueryAsync(cancellation);
        }
    }
}
