using Belfry.Policies;

namespace Belfry.Sqlite;

/// <summary>Budgets of retries: for each job that has one, when its bucket is full again.</summary>
internal static class Budgets
{
    private const string FullSql = "select full_at from retry_budget where job = @job";

    private const string KeepSql =
        "insert into retry_budget (job, full_at) values (@job, @fullAt) on conflict do update set full_at = excluded.full_at";

    /// <summary>Takes one retry of the job's budget; false when there is none left.</summary>
    public static bool TryTake(Session session, string job, RetryBudget budget)
    {
        var fullAt = session.Number(FullSql, job) is { } micros ? Micros.Instant(micros) : (DateTimeOffset?)null;
        if (TokenBucket.Available(budget.Bucket, fullAt, session.Now) < 1)
        {
            return false;
        }

        session.Execute(KeepSql, job, TokenBucket.Take(budget.Bucket, fullAt, session.Now, 1));
        return true;
    }
}
