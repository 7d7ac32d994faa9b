using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Belfry.Server.Bench;

/// <summary>
/// What the database itself gives: runs claimed and finished in batches by four connections that do nothing else. The drain is
/// judged by how much of it is left when the engine and the whole store stand in between.
/// </summary>
internal static class RawLoop
{
    private const int Batch = 500;
    private const int Connections = 4;

    /// <returns>Runs claimed and finished each second.</returns>
    public static async Task<double> Measure(NpgsqlDataSource source, RawRows rows, int runs, CancellationToken cancellation)
    {
        await using (var tables = source.CreateCommand(rows.Tables))
        {
            await tables.ExecuteNonQueryAsync(cancellation);
        }

        await using (var fill = source.CreateCommand(rows.Fill))
        {
            fill.Parameters.Add(new NpgsqlParameter { Value = runs });
            await fill.ExecuteNonQueryAsync(cancellation);
        }

        await using (var analyze = source.CreateCommand("vacuum analyze raw_live"))
        {
            await analyze.ExecuteNonQueryAsync(cancellation);
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Work(source, rows, cancellation)));
        return runs / watch.Elapsed.TotalSeconds;
    }

    private static async Task Work(NpgsqlDataSource source, RawRows rows, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var claim = new NpgsqlCommand(rows.Claim, connection) { Parameters = { new() { Value = Batch } } };
        var ids = new NpgsqlParameter<Guid[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
        var tokens = new NpgsqlParameter<long[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
        await using var finish = new NpgsqlCommand(rows.Finish, connection) { Parameters = { ids, tokens } };
        await claim.PrepareAsync(cancellation);
        await finish.PrepareAsync(cancellation);
        while (true)
        {
            var claimed = new List<(Guid Id, long Token)>(Batch);
            await using (var taken = await claim.ExecuteReaderAsync(cancellation))
            {
                while (await taken.ReadAsync(cancellation))
                {
                    claimed.Add((taken.GetGuid(0), taken.GetInt64(1)));
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
