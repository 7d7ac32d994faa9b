using System.Runtime.InteropServices;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Counts of finished runs, gathered over an operation and added to the tables once.</summary>
internal sealed class Rollups
{
    /// <summary>The job name under which all jobs together are counted.</summary>
    public const string AllJobs = "";

    private readonly Dictionary<(string Job, DateTimeOffset Hour, RunState State, int Bucket), (long Count, long Milliseconds)> hours = [];
    private readonly Dictionary<(string Job, bool Ok), long> tallies = [];

    public void Add(string job, RunState state, DateTimeOffset finishedAt, TimeSpan duration)
    {
        var hour = new DateTimeOffset(finishedAt.UtcTicks - (finishedAt.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var bucket = DurationBuckets.Of(duration);
        Count((job, hour, state, bucket), duration);
        Count((AllJobs, hour, state, bucket), duration);
        CollectionsMarshal.GetValueRefOrAddDefault(tallies, (job, state == RunState.Succeeded), out _)++;
    }

    private const string RollupSql =
        """
        insert into rollup (job, hour, state, bucket, n, total_ms) values (@job, @hour, @state, @bucket, @n, @ms)
        on conflict do update set n = n + excluded.n, total_ms = total_ms + excluded.total_ms
        """;

    private const string TallySql =
        "insert into tally (job, ok, n) values (@job, @ok, @n) on conflict do update set n = n + excluded.n";

    public void Write(Session session)
    {
        foreach (var ((job, hour, state, bucket), (count, milliseconds)) in hours)
        {
            session.Execute(RollupSql, job, hour, Words<RunState>.Of(state), bucket, count, milliseconds);
        }

        foreach (var ((job, ok), count) in tallies)
        {
            session.Execute(TallySql, job, ok, count);
        }
    }

    private void Count((string Job, DateTimeOffset Hour, RunState State, int Bucket) key, TimeSpan duration)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(hours, key, out _);
        sum = (sum.Count + 1, sum.Milliseconds + (long)duration.TotalMilliseconds);
    }
}
