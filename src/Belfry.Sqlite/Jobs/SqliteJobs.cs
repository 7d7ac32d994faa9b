using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteJobs(IDatabase database) : IJobs
{
    public ValueTask<JobRecord?> Get(string name, CancellationToken cancellation) =>
        database.Read(session => JobRows.Find(session, name), cancellation);

    public ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation) =>
        database.Write(session => JobChanges.Save(session, change), cancellation);

    public ValueTask<bool> Delete(JobRecord expected, CancellationToken cancellation) =>
        database.Write(session => JobChanges.Delete(session, expected), cancellation);

    public ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation) =>
        database.Read(session => JobRows.Due(session, ahead, limit), cancellation);

    public ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation) =>
        database.Write(session => Fire(session, firings), cancellation);

    private static IReadOnlyList<FiringResult> Fire(Session session, IReadOnlyList<Firing> firings)
    {
        var fire = new Fire(session);
        var results = new FiringResult[firings.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = fire.One(firings[i]);
        }

        fire.Complete();
        return results;
    }
}
