using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteRuns(IDatabase database) : IRuns
{
    public ValueTask<IReadOnlyList<EnqueueResult?>> Enqueue(IReadOnlyList<NewRun> runs, CancellationToken cancellation) =>
        database.Write(session => Enqueueing.Enqueue(session, runs), cancellation);

    public ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        database.Write(session => Claims.Claim(session, request), cancellation);

    public ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        database.Write(session => Finish(session, ends), cancellation);

    public ValueTask<IReadOnlyList<bool>> Report(IReadOnlyList<RunReport> reports, CancellationToken cancellation) =>
        database.Write(session => Reports.Store(session, reports), cancellation);

    public ValueTask<CancelStatus> Cancel(Guid run, string reason, CancellationToken cancellation) =>
        database.Write(session => Cancels.Cancel(session, run, reason), cancellation);

    public ValueTask<int> Prune(RetentionPolicy retention, int limit, CancellationToken cancellation) =>
        database.Write(session => new Pruning(session, retention, limit).Run(), cancellation);

    private static IReadOnlyList<FinishStatus> Finish(Session session, IReadOnlyList<AttemptEnd> ends)
    {
        var finish = new Finish(session);
        var statuses = new FinishStatus[ends.Count];
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = finish.One(ends[i]);
        }

        finish.Complete();
        return statuses;
    }
}
