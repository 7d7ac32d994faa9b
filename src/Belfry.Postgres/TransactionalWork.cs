using Belfry.Jobs;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>Work in the application's own transaction, on the database that the store is in: both are committed, or neither.</summary>
public static class TransactionalWork
{
    private const int Tries = 5;
    private const string Savepoint = "belfry";

    /// <summary>Makes a run that exists once, and only if, <paramref name="transaction"/> is committed.</summary>
    /// <remarks>
    /// Nodes find it with their next look, within a second. Where the job forbids overlap, its ticks wait until the
    /// transaction is over.
    /// </remarks>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public static async Task<EnqueueResult> EnqueueAsync(
        this JobControl belfry, NpgsqlTransaction transaction, string job, RunRequest? request = null, CancellationToken cancellation = default) =>
        (await belfry.EnqueueAsync(transaction, [(job, request ?? new RunRequest())], cancellation))[0]
        ?? throw new JobNotFoundException($"There is no job named '{job}'.");

    /// <summary>Makes many runs; null where the job does not exist.</summary>
    public static async Task<IReadOnlyList<EnqueueResult?>> EnqueueAsync(
        this JobControl belfry,
        NpgsqlTransaction transaction,
        IReadOnlyList<(string Job, RunRequest Request)> requests,
        CancellationToken cancellation = default)
    {
        var session = SessionOf(transaction, cancellation);
        var now = await session.Now();
        List<NewRun> runs = [.. requests.Select(item => belfry.NewRun(item.Job, item.Request, now))];
        for (int attempt = 1; ; attempt++)
        {
            await transaction.SaveAsync(Savepoint, cancellation);
            try
            {
                var results = await new Enqueueing(session).Enqueue(runs);
                await transaction.ReleaseAsync(Savepoint, cancellation);
                return results;
            }
            catch (TakenMeanwhileException taken)
            {
                await transaction.RollbackAsync(Savepoint, cancellation);
                if (attempt == Tries)
                {
                    throw new StoreUnavailableException("Somebody else makes the same runs at the same time. Repeat the transaction.", taken);
                }
            }
        }
    }

    /// <summary>
    /// Ends the run as succeeded in <paramref name="transaction"/>: its effects and its success are committed together, so that
    /// they happen exactly once. Call it last, and commit at once after it: whoever else concerns himself with the run waits until then.
    /// </summary>
    /// <remarks>
    /// After the commit nothing that becomes of this attempt changes the run, and no other attempt follows; output that was not
    /// stored by then is not kept. Without the commit it is as if this had not been called: the attempt ends as the job's code ends.
    /// </remarks>
    /// <exception cref="LeaseLostException">
    /// Somebody else holds the run, or somebody asked it to end. The transaction has failed with it and cannot be committed.
    /// </exception>
    public static Task CompleteInAsync(this JobContext run, NpgsqlTransaction transaction, CancellationToken cancellation = default) =>
        Completion.Complete(SessionOf(transaction, cancellation), run.RunId, run.FencingToken);

    // Ids of definitions are those of this database, which need not be one that was seen before.
    private static Session SessionOf(NpgsqlTransaction transaction, CancellationToken cancellation) => new(
        transaction.Connection ?? throw new InvalidOperationException("The transaction is over."),
        new DefinitionCache(),
        blocking: false,
        cancellation);
}
