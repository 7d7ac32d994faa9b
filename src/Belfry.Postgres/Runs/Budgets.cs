using Belfry.Storage;
using Belfry.Policies;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Budgets of retries: for each job that has one, when its bucket is full again.</summary>
internal static class Budgets
{
    private const string LockSql =
        """
        insert into belfry.retry_budget (job, full_at) values ($1, null)
        on conflict (job) do update set full_at = retry_budget.full_at
        returning full_at, belfry.now()
        """;

    private const string KeepSql = "update belfry.retry_budget set full_at = $2 where job = $1";

    /// <summary>Takes a retry of its job's budget for each of these ends; answers the runs for which none was left.</summary>
    public static async ValueTask<HashSet<Guid>> Refused(Session session, IEnumerable<(AttemptEnd End, string Job)> retried)
    {
        var refused = new HashSet<Guid>();
        foreach (var ends in retried.Where(item => item.End.Budget is not null).GroupBy(item => item.Job).OrderBy(job => job.Key, StringComparer.Ordinal))
        {
            var (fullAt, now) = await session.First(LockSql, row => (row.InstantOrNull(0), row.Instant(1)), Text(ends.Key));
            foreach (var (end, _) in ends)
            {
                var bucket = end.Budget!.Bucket;
                if (TokenBucket.Available(bucket, fullAt, now) < 1)
                {
                    refused.Add(end.Run);
                }
                else
                {
                    fullAt = TokenBucket.Take(bucket, fullAt, now, 1);
                }
            }

            await session.Execute(KeepSql, Text(ends.Key), Instant(fullAt));
        }

        return refused;
    }
}
