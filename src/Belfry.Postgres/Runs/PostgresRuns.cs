using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresRuns(Database database) : IRuns
{
    public ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
        database.WriteForCaller(session => new Enqueueing(session).Enqueue(runs), cancellation);

    public ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        new Claims(database, request).Run(cancellation);

    public ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        new Finish(database, ends).Run(cancellation);

    public ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation) =>
        database.Write(session => Reports.Store(session, reports), cancellation);

    public async ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation)
    {
        var status = await database.WriteForCaller(session => Cancels.Cancel(session, run, reason), cancellation);
        if (status == CancelStatus.Cancelled)
        {
            await Following.Settle(database, cancellation);
        }

        return status;
    }

    public ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation) =>
        new Pruning(database, retention, limit, cancellation).Run();
}
