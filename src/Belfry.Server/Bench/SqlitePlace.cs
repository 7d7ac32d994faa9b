using Microsoft.Data.Sqlite;

namespace Belfry.Server.Bench;

/// <summary>A file in a folder of its own.</summary>
internal sealed class SqlitePlace : IBenchPlace
{
    private readonly string folder;

    /// <param name="parent">Where to make the folder; null is the place for temporary files.</param>
    public SqlitePlace(string? parent)
    {
        folder = Path.Combine(parent ?? Path.GetTempPath(), $"belfry-bench-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
    }

    private string File => Path.Combine(folder, "bench.db");

    public string Address => $"sqlite:{File}";

    private const string FillSql =
        """
        with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < @runs)
        insert into history (id, job, revision, trigger, state, ok, due, created_at, available_at, started_at, finished_at, attempt,
                             max_attempts, lost_count, queue, priority, output_bytes, output_dropped, dry_run, missed_count)
        select randomblob(16), @job, 1, 'api', 'succeeded', 1, @from + i * 80000, @from + i * 80000, @from + i * 80000,
               @from + i * 80000, @from + i * 80000 + 1000, 1, 1, 0, 'default', 0, 0, 0, 0, 0
        from n
        """;

    public Task FillHistory(string job, int runs, CancellationToken cancellation)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(FillSql, connection) { CommandTimeout = 600 };
        command.Parameters.AddWithValue("@runs", runs);
        command.Parameters.AddWithValue("@job", job);
        command.Parameters.AddWithValue("@from", PastDay.From.ToUnixTimeMilliseconds() * 1000);
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public Task<long?> Transactions(CancellationToken cancellation) => Task.FromResult<long?>(null);

    public Task<double?> RawLoop(RawRows rows, int runs, CancellationToken cancellation) => Task.FromResult<double?>(null);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
